// Elements from code. Text goes in as text and attributes as attributes: nothing here parses HTML.

type Child = Node | string | number | null | undefined | false | Child[];
type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Props = Record<string, Value>;

const PROPERTIES = new Set(["value", "checked", "indeterminate", "disabled", "hidden", "selected", "open"]);

/** An element: `on…` props are listeners, the rest attributes; `false`, `null` and `undefined` leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(element, name, value);
  append(element, children);
  return element;
}

function set(element: HTMLElement, name: string, value: Value): void {
  if (value === undefined || value === null) return;
  if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
  else if (PROPERTIES.has(name)) (element as unknown as Record<string, Value>)[name] = value;
  else if (value === true) element.setAttribute(name, name.startsWith("aria-") ? "true" : "");
  else if (value === false) name.startsWith("aria-") && element.setAttribute(name, "false");
  else element.setAttribute(name, String(value));
}

function append(element: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false) element.append(String(child));
  }
}

/** Puts `children` in place of what an element holds. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

/** A name from the data, kept apart from the direction of the text around it. */
export function name(text: string): HTMLElement {
  return h("bdi", { class: "name" }, text);
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element. */
export function svg(tag: string, attributes: Record<string, string | number>, ...children: Element[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Strokes on a grid of 20 by 20. */
const ICONS = {
  filters: "M3 5h14M6 10h8M8.5 15h3",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8.5 8v8",
  paths: "M4.5 15.5a2 2 0 1 0 0-.01M15.5 4.5a2 2 0 1 0 0-.01M6.3 14.2C9 11 6.5 8 10 7.5s3-2.5 3.6-2.6",
  contested: "M3 6h10l-3-3M17 14H7l3 3M13 6l-3 3M7 14l3-3",
  legend: "M3 5h4M3 10h4M3 15h4M10 5h7M10 10h7M10 15h7",
  help: "M7.3 7.500a2.7 2.7 0 1 1 4 2.400c-.9.5-1.3 1-1.3 2M10 15v.2",
  details: "M4 4h12v12H4zM7 8h6M7 11h6",
  light: "M10 6.500a3.5 3.5 0 1 0 .01 0M10 1.500v2M10 16.500v2M1.5 10h2M16.5 10h2M4 4l1.4 1.400M14.6 14.6 16 16M16 4l-1.4 1.400M5.4 14.6 4 16",
  dark: "M16 12.200A6.8 6.8 0 0 1 7.8 4a6.8 6.8 0 1 0 8.2 8.200z",
  auto: "M10 3a7 7 0 1 0 .01 0M10 3v14M12.5 4.500v11M15 6v8",
  export: "M10 3v9M6.5 9l3.5 3.500L13.5 9M3.5 13.500V17h13v-3.5",
  close: "M5 5l10 10M15 5 5 15",
  search: "M9 3.500a5.5 5.5 0 1 0 .01 0M13 13l4 4",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
  copy: "M7 7h9v10H7zM4 13V3h9",
  link: "M8.5 11.500l3-3M7 9.5 5 11.500a2.5 2.5 0 0 0 3.5 3.500l2-2M13 10.500l2-2A2.5 2.5 0 0 0 11.5 5l-2 2",
  swap: "M5 4v11M2.5 12.5 5 15l2.5-2.500M15 16V5M12.5 7.5 15 5l2.5 2.5",
  back: "M12 4 6 10l6 6",
  states: "M4 3v14M4 4h11l-2.5 3.500L15 11H4",
} as const;
export type IconName = keyof typeof ICONS;

/** A drawing beside a word, or on a button that has a label of its own. */
export function icon(which: IconName): SVGElement {
  const path = svg("path", { d: ICONS[which], fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round" });
  return svg("svg", { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true", focusable: "false", class: "icon" }, path);
}

let clearing = 0;

/** Says something to eyes and to screen readers, or with `isSeen` to the latter only; it goes away by itself. */
export function announce(text: string, isSeen = false): void {
  const status = document.getElementById("status");
  if (!status) return;
  status.className = isSeen ? "visually-hidden" : "toast";
  status.textContent = text;
  window.clearTimeout(clearing);
  clearing = window.setTimeout(() => (status.textContent = ""), 6000);
}

/** Hands a file to the browser. */
export function save(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content);
  const link = h("a", { href: url, download: fileName });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

let lastId = 0;

/** An id that the page does not hold yet. */
export function freshId(prefix: string): string {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
