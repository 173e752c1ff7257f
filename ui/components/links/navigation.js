// Of an address that names a page behind the last one: the number of the one that is shown, without
// a step in the history. What was said of another address is passed over.
function trulyThere() {
  for (const { dataset } of document.querySelectorAll("[data-beyond]")) {
    const url = new URL(location.href);
    if (url.searchParams.get(dataset.beyond) !== dataset.asked) continue;
    if (dataset.truly > 1) url.searchParams.set(dataset.beyond, dataset.truly);
    else url.searchParams.delete(dataset.beyond);
    history.replaceState(history.state, "", url);
  }
}

// On a phone Streamlit puts groups of pages into its list as what no list may hold: a list no more.
function plainNavigation() {
  for (const list of document.querySelectorAll('[data-testid="stSidebarNavItems"]:has(> div)')) {
    for (const one of [list, ...list.querySelectorAll("li")]) one.setAttribute("role", "none");
  }
}
