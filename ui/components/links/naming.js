// What Streamlit names in English, for those who hear the page, is named in the page's language.
// What is ours (.stHtml) bears its own names, and may be called anything.
const NAMING = ["aria-label", "placeholder", "alt"];
const REMOVE = "Remove ";

function nameAnew(names) {
  for (const kind of NAMING) {
    for (const one of document.querySelectorAll(`[${kind}]:not(.stHtml *)`)) {
      const own = one.getAttribute(kind);
      const said = own.startsWith(REMOVE)
        ? names.remove.replace("{name}", () => own.slice(REMOVE.length))
        : names.said[own];
      if (said && said !== own) one.setAttribute(kind, said);
    }
  }
  const skip = document.querySelector('[data-testid="stSkipToContent"]');
  const said = skip && names.said[skip.textContent];
  if (said && said !== skip.textContent) skip.textContent = said;
}
