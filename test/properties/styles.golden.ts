/**
 * The table of OpenAPI 3.1.1, section "Style Examples" (below "Parameter Object"), as it stands there, without the
 * question mark before queries. `null` is a cell that it marks "n/a": what we do there stands in `undefinedCells`.
 */

export const values = {
  empty: "",
  string: "blue",
  array: ["blue", "black", "brown"],
  object: { R: 100, G: 200, B: 150 },
} as const;

export type Column = keyof typeof values;
export type Style =
  "matrix" | "label" | "simple" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
export type Row = readonly [style: Style, explode: boolean, ...cells: readonly (string | null)[]];

export const columns: readonly Column[] = ["empty", "string", "array", "object"];

// prettier-ignore
export const styleExamples: readonly Row[] = [
  // style,         explode, empty,     string,        array,                                      object
  ["matrix",         false, ";color",   ";color=blue", ";color=blue,black,brown",                  ";color=R,100,G,200,B,150"],
  ["matrix",         true,  ";color",   ";color=blue", ";color=blue;color=black;color=brown",      ";R=100;G=200;B=150"],
  ["label",          false, ".",        ".blue",       ".blue,black,brown",                        ".R,100,G,200,B,150"],
  ["label",          true,  ".",        ".blue",       ".blue.black.brown",                        ".R=100.G=200.B=150"],
  ["simple",         false, "",         "blue",        "blue,black,brown",                         "R,100,G,200,B,150"],
  ["simple",         true,  "",         "blue",        "blue,black,brown",                         "R=100,G=200,B=150"],
  ["form",           false, "color=",   "color=blue",  "color=blue,black,brown",                   "color=R,100,G,200,B,150"],
  ["form",           true,  "color=",   "color=blue",  "color=blue&color=black&color=brown",       "R=100&G=200&B=150"],
  ["spaceDelimited", false, null,       null,          "color=blue%20black%20brown",               "color=R%20100%20G%20200%20B%20150"],
  ["spaceDelimited", true,  null,       null,          null,                                       null],
  ["pipeDelimited",  false, null,       null,          "color=blue%7Cblack%7Cbrown",               "color=R%7C100%7CG%7C200%7CB%7C150"],
  ["pipeDelimited",  true,  null,       null,          null,                                       null],
  ["deepObject",     false, null,       null,          null,                                       null],
  ["deepObject",     true,  null,       null,          null,                                       "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
];

/**
 * What we send where the specification says "n/a", which is what servers that declare such a parameter take: the
 * delimited styles are `form` where there is nothing to delimit, and `deepObject` has one form whatever `explode` says.
 */
// prettier-ignore
export const undefinedCells: readonly Row[] = [
  ["spaceDelimited", false, "color=",   "color=blue",  null,                                       null],
  ["spaceDelimited", true,  "color=",   "color=blue",  "color=blue&color=black&color=brown",       "R=100&G=200&B=150"],
  ["pipeDelimited",  false, "color=",   "color=blue",  null,                                       null],
  ["pipeDelimited",  true,  "color=",   "color=blue",  "color=blue&color=black&color=brown",       "R=100&G=200&B=150"],
  ["deepObject",     false, "color=",   "color=blue",  "color=blue&color=black&color=brown",       "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  ["deepObject",     true,  "color=",   "color=blue",  "color=blue&color=black&color=brown",       null],
];

/**
 * `form` in cookies. The specification writes "&" between pairs there as well and warns of it (Appendix D): cookies are
 * separated by a semicolon and a space (RFC 6265, 4.2.1), which is what we send.
 */
// prettier-ignore
export const cookieExamples: readonly Row[] = [
  ["form",           false, "color=",   "color=blue",  "color=blue,black,brown",                   "color=R,100,G,200,B,150"],
  ["form",           true,  "color=",   "color=blue",  "color=blue; color=black; color=brown",     "R=100; G=200; B=150"],
];
