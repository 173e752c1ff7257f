// Common to all components: an element with its class and its text, which is never HTML.
function make(name, parent, css, text) {
  const element = document.createElement(name);
  if (css) element.className = css;
  if (text != null) element.textContent = text;
  parent?.append(element);
  return element;
}
