// On a phone Streamlit puts groups of pages into its list as what no list may hold: a list no more.
function plainNavigation() {
  for (const list of document.querySelectorAll('[data-testid="stSidebarNavItems"]:has(> div)')) {
    for (const one of [list, ...list.querySelectorAll("li")]) one.setAttribute("role", "none");
  }
}
