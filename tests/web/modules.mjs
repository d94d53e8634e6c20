// Where the modules under test are.
export const WORKSPACE = new URL("../../vaeviz/web/", import.meta.url);
export const part = (name) => import(new URL(`${name}.js`, WORKSPACE));
