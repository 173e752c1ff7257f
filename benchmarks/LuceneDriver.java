import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.*;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/**
 * Lucene, driven over standard input: one command a line, its parts apart by tabs.
 *
 * <pre>
 *   index   PAGE NUMBER DOCUMENT ARCHIVE KIND DECADE LANGUAGE EXACT LEMMA FOLDED ALTERNATIVE
 *   commit
 *   add     as index; commits, opens anew, looks for the first word
 *   ask     KIND QUERY            → pages, nanoseconds, the first 20 pages
 *   cut     KIND QUERY TEXT …     → 0, nanoseconds
 *   match   KIND QUERY            → the pages
 * </pre>
 *
 * The words of a query are apart by spaces, the terms of a word by |, each FIELD=TERM=WEIGHT.
 * Nanoseconds are those of the clock, or of the thread's processor where the argument says «cpu».
 */
public final class LuceneDriver {
  static final String[] FACETS = {"archive", "kind", "decade", "language"};
  static final String[] FIELDS = {"exact", "lemma", "folded", "alternative"};
  static final float TRACE = 0.001f;
  static final int SHOWN = 20;
  static final int EXPANSIONS = 1024;
  static final Analyzer ANALYZER = new WhitespaceAnalyzer();

  final FSDirectory directory;
  final boolean processor;
  IndexWriter writer;
  DirectoryReader reader;
  IndexSearcher searcher;

  LuceneDriver(Path folder, boolean processor) throws IOException {
    directory = FSDirectory.open(folder);
    this.processor = processor;
  }

  public static void main(String[] arguments) throws IOException {
    LuceneDriver driver = new LuceneDriver(Path.of(arguments[0]), arguments[1].equals("cpu"));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 20);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] parts = line.split("\t", -1);
      switch (parts[0]) {
        case "index" -> driver.index(parts);
        case "commit" -> out.println(driver.commit());
        case "add" -> out.println(driver.add(parts));
        case "ask" -> out.println(driver.ask(parts));
        case "cut" -> out.println(driver.cut(parts));
        case "match" -> out.println(driver.match(parts));
        default -> throw new IOException(parts[0]);
      }
    }
    if (driver.writer != null) {
      driver.writer.close();
    }
  }

  long now() {
    return processor
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  IndexWriter writer() throws IOException {
    if (writer == null) {
      IndexWriterConfig config = new IndexWriterConfig(ANALYZER);
      config.setRAMBufferSizeMB(256);
      writer = new IndexWriter(directory, config);
    }
    return writer;
  }

  void index(String[] parts) throws IOException {
    Document document = new Document();
    document.add(new NumericDocValuesField("page", Long.parseLong(parts[1])));
    document.add(new StoredField("number", Integer.parseInt(parts[2])));
    document.add(new StoredField("document", parts[3]));
    for (int i = 0; i < FACETS.length; i++) {
      document.add(new SortedDocValuesField(FACETS[i], new BytesRef(parts[4 + i])));
    }
    for (int i = 0; i < FIELDS.length; i++) {
      document.add(new TextField(FIELDS[i], parts[8 + i], Field.Store.NO));
    }
    writer().addDocument(document);
  }

  String commit() throws IOException {
    writer().commit();
    writer.close();
    writer = null;
    return "1";
  }

  String add(String[] parts) throws IOException {
    open();
    writer();
    long start = now();
    index(parts);
    writer.commit();
    DirectoryReader fresh = DirectoryReader.openIfChanged(reader);
    reader.close();
    reader = fresh;
    searcher = new IndexSearcher(reader);
    String word = parts[8].substring(0, parts[8].indexOf(' '));
    int found = searcher.count(new TermQuery(new Term("exact", word)));
    return found + "\t" + (now() - start);
  }

  void open() throws IOException {
    if (reader == null) {
      reader = DirectoryReader.open(directory);
      searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
    }
  }

  static Query query(String kind, String words) {
    switch (kind) {
      case "any":
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String word : words.split(" ")) {
          List<Query> terms = new ArrayList<>();
          for (String term : word.split("\\|")) {
            String[] parts = term.split("=");
            Query one = new TermQuery(new Term(parts[0], parts[1]));
            terms.add(new BoostQuery(one, Float.parseFloat(parts[2])));
          }
          any.add(new DisjunctionMaxQuery(terms, TRACE), BooleanClause.Occur.SHOULD);
        }
        return any.build();
      case "phrase":
        return new PhraseQuery("exact", words.split(" "));
      case "wildcard":
        return new WildcardQuery(new Term("exact", words));
      case "fuzzy":
        return new FuzzyQuery(new Term("exact", words), 1, 0, EXPANSIONS, true);
      default:
        return new MatchAllDocsQuery();
    }
  }

  /** Marks the documents that match. */
  static final class Matching extends SimpleCollector {
    final FixedBitSet bits;
    int base;

    Matching(int documents) {
      bits = new FixedBitSet(documents);
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) {
      base = context.docBase;
    }

    @Override
    public void collect(int document) {
      bits.set(base + document);
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }

  String ask(String[] parts) throws IOException {
    open();
    long start = now();
    Query query = query(parts[1], parts[2]);
    Matching matching = new Matching(reader.maxDoc());
    TopScoreDocCollector best = TopScoreDocCollector.create(SHOWN, Integer.MAX_VALUE);
    searcher.search(query, MultiCollector.wrap(best, matching));
    for (String facet : FACETS) {
      count(facet, matching.bits);
    }
    StringBuilder pages = new StringBuilder();
    for (ScoreDoc hit : best.topDocs().scoreDocs) {
      searcher.storedFields().document(hit.doc);
      pages.append('\t').append(page(hit.doc));
    }
    long took = now() - start;
    return matching.bits.cardinality() + "\t" + took + pages;
  }

  Map<String, Integer> count(String facet, FixedBitSet bits) throws IOException {
    Map<String, Integer> out = new HashMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      SortedDocValues values = DocValues.getSorted(leaf.reader(), facet);
      int[] counts = new int[values.getValueCount()];
      int end = leaf.docBase + leaf.reader().maxDoc();
      int at = leaf.docBase < end ? bits.nextSetBit(leaf.docBase) : DocIdSetIterator.NO_MORE_DOCS;
      while (at < end) {
        if (values.advanceExact(at - leaf.docBase)) {
          counts[values.ordValue()]++;
        }
        at = at + 1 < bits.length() ? bits.nextSetBit(at + 1) : DocIdSetIterator.NO_MORE_DOCS;
      }
      for (int i = 0; i < counts.length; i++) {
        out.merge(values.lookupOrd(i).utf8ToString(), counts[i], Integer::sum);
      }
    }
    return out;
  }

  long page(int document) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      int here = document - leaf.docBase;
      if (here >= 0 && here < leaf.reader().maxDoc()) {
        NumericDocValues pages = DocValues.getNumeric(leaf.reader(), "page");
        pages.advanceExact(here);
        return pages.longValue();
      }
    }
    throw new IOException("no such document");
  }

  String cut(String[] parts) throws IOException {
    long start = now();
    Query query = query(parts[1], parts[2]);
    UnifiedHighlighter cutter = UnifiedHighlighter.builderWithoutSearcher(ANALYZER).build();
    for (int i = 3; i < parts.length; i++) {
      cutter.highlightWithoutSearcher("exact", query, parts[i], 1);
    }
    return "0\t" + (now() - start);
  }

  String match(String[] parts) throws IOException {
    open();
    Matching matching = new Matching(reader.maxDoc());
    searcher.search(query(parts[1], parts[2]), matching);
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < matching.bits.length(); at++) {
      if (matching.bits.get(at)) {
        out.append(page(at)).append('\t');
      }
    }
    return out.toString();
  }
}
