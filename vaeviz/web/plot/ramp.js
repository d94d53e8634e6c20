/** A perceptually uniform colour ramp of one hue: equal steps of a value are equal steps of lightness. */

const HUE = (250 * Math.PI) / 180; // blue, as the accent
const [LIGHT, DARK] = [
  [0.965, 0.34],
  [0.245, 0.93],
]; // OKLab lightness of zero and of the maximum, on a light and on a dark ground
export const SHADES = 256;

/**
 * 256 shades as RGB bytes for a page whose ground is dark or not.
 * @param {boolean} dark
 */
export function rampOf(dark) {
  const [from, to] = dark ? DARK : LIGHT;
  const shades = new Uint8Array(3 * SHADES);
  for (let i = 0; i < SHADES; i++) {
    const t = i / (SHADES - 1);
    const chroma = 0.005 + 0.125 * Math.sin(Math.PI * 0.8 * t);
    shades.set(oklch(from + (to - from) * t, chroma, HUE), 3 * i);
  }
  return shades;
}

/**
 * The shade of `value` on a scale from 0 to `max`.
 * @param {number} value
 * @param {number} max
 */
export function shadeOf(value, max) {
  const share = max > 0 ? value / max : 0;
  return Math.round((SHADES - 1) * Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)));
}

/**
 * An OKLCh colour as RGB bytes (Ottosson 2020, https://bottosson.github.io/posts/oklab).
 * @param {number} lightness 0 to 1
 * @param {number} chroma
 * @param {number} hue radians
 */
export function oklch(lightness, chroma, hue) {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((share) => Math.round(255 * gamma(Math.min(1, Math.max(0, share)))));
}

/** @param {number} share of linear light */
function gamma(share) {
  return share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055;
}
