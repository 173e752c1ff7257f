// How the scan lies: its zoom, in parts of the pane's width, and the quarter turns it was given.
const LEAST = 0.25;
const MOST = 5;

function layer({ pane, leaf, sheet }, data, L) {
  let z = 1;
  let turned = data.turned;
  const [w, h] = [data.width, data.height];
  const sideways = () => turned % 180 !== 0;
  const lay = {
    to(value) {
      const before = z;
      z = Math.min(MOST, Math.max(LEAST, value));
      const x = (pane.scrollLeft + pane.clientWidth / 2) / before;
      const y = (pane.scrollTop + pane.clientHeight / 2) / before;
      leaf.style.width = `${z * 100}%`;
      lay.shown.textContent = `${Math.round(z * 100)} %`;
      pane.scrollTo(x * z - pane.clientWidth / 2, y * z - pane.clientHeight / 2);
    },
    by: (factor) => lay.to(z * factor),
    whole: () => lay.to(Math.min(1, (pane.clientHeight / pane.clientWidth) * (sideways() ? h / w : w / h))),
    turn(by) {
      turned = (turned + by) % 360;
      leaf.style.aspectRatio = sideways() ? `${h} / ${w}` : `${w} / ${h}`;
      sheet.style.width = sideways() ? `${(100 * w) / h}%` : "100%";
      sheet.style.transform = `translate(-50%, -50%) rotate(${turned}deg)`;
      if (by) remember("turn", turned || "", true);
      lay.turned?.();
    },
    zoom: () => z,
  };
  lay.turn(0);
  return lay;
}
