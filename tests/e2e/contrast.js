/** Texts below `root` (and in shadow roots there) whose contrast with what is behind them misses WCAG AA. */
(root) => {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  const known = new Map();
  const faults = [];
  const walker = (node) => {
    for (const child of node.children) {
      check(child);
      if (child.tagName !== "svg") walker(child);
      if (child.shadowRoot) walker(child.shadowRoot);
    }
  };
  walker(root);
  return faults;

  function check(node) {
    const text = [...node.childNodes]
      .filter(({ nodeType }) => nodeType === 3)
      .map(({ data }) => data.trim())
      .join(" ");
    if (
      !text ||
      node.closest(":disabled, [hidden], [aria-hidden=true], style, script") ||
      !node.checkVisibility?.({ visibilityProperty: true })
    )
      return;
    const style = getComputedStyle(node);
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const ground = groundOf(node);
    const ink = over(rgba(style.color), ground);
    const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < least) faults.push(`"${text.slice(0, 40)}" ${ratio.toFixed(2)} < ${least}`);
  }
  function groundOf(node) {
    const layers = [];
    for (let at = node; at; at = at.parentElement ?? at.getRootNode().host) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
      const under = at.previousElementSibling; // a text laid over a canvas
      if (under?.tagName === "CANVAS" && overlap(under, at)) layers.push(rgba(getComputedStyle(under).backgroundColor));
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
  }
  function overlap(one, other) {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }
  function over([r, g, b, a], below) {
    return [r, g, b].map((part, i) => a * part + (1 - a) * below[i]).concat(1);
  }
  function luminance(colour) {
    const [r, g, b] = colour.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function rgba(text) {
    if (!known.has(text)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  }
};
