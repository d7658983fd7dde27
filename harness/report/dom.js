/* Elements. Text is only ever set as text: nothing that a DLL returned is read as HTML. */

function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const hidden = (text) => h("span", { class: "unseen" }, text);
const count = (number) => number.toLocaleString("en");
const plural = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;
const percent = (part, all) => (!all ? "–" : part === all ? "100 %" : `${Math.min(99, Math.round((part * 100) / all))} %`);

const VERDICT_SIGNS = ["✓", "≈", "∅", "–", "~", "!", "✗", "⧗", "✷"];

/* A verdict: a sign, a word and a colour, so that none has to carry it alone. */
function chip(verdict, red, more) {
  const name = summary.verdicts[verdict];
  return h("span", { class: `chip ${red ? "red" : name.replace(" ", "-")}` },
    h("span", { "aria-hidden": "true" }, VERDICT_SIGNS[verdict]), ` ${name}`, more ? ` ${more}` : "");
}

/* On what the facts that are as expected rest: a bar and the same in words. */
function evidenceBar(evidence) {
  const all = evidence.reduce((sum, each) => sum + each, 0);
  if (!all) return null;
  const parts = evidence.map((each, rank) => [summary.classes[rank], each]).filter(([, each]) => each);
  const words = parts.map(([name, each]) => `${name} ${percent(each, all)}`).join(", ");
  const bar = h("span", { class: "bar", "aria-hidden": "true" }, parts.map(([name, each]) => {
    const piece = h("span", { class: `evidence-${name}` });
    piece.style.flexGrow = each;
    return piece;
  }));
  return h("span", { class: "evidence", title: `as expected by: ${words}` }, bar, hidden(`as expected by: ${words}`));
}

/* The share of what is as expected that a source states, not a decision of ours. */
function sourced(evidence) {
  const all = evidence.reduce((sum, each) => sum + each, 0);
  const sources = evidence.slice(0, INFERRED).reduce((sum, each) => sum + each, 0);
  return all ? percent(sources, all) : "";
}

/* Text in which numbers of statements are links to them. */
function linked(text) {
  const parts = [];
  let at = 0;
  for (const match of (text || "").matchAll(NUMBER)) {
    parts.push(text.slice(at, match.index), h("a", { href: address("statements", { n: match[0] }) }, match[0]));
    at = match.index + match[0].length;
  }
  return [...parts, (text || "").slice(at)];
}

/* A sentence of the evidence: numbers are links, what stands between backquotes is code. */
function prose(text) {
  return (text || "").split(/`([^`]*)`/).map((part, at) => (at % 2 ? h("code", {}, part) : linked(part)));
}

/* How many characters both texts begin and end with alike: whole entries of a list, then whole words and signs. */
function alike(left, right) {
  let start = 0, end = 0;
  for (const units of [/( \| )/, /(\w+|\s+|[^\w\s])/]) {
    const [a, b] = [left, right].map((text) => text.slice(start, text.length - end).split(units).filter(Boolean));
    const shorter = Math.min(a.length, b.length);
    let head = 0, tail = 0;
    while (head < shorter && a[head] === b[head]) start += a[head++].length;
    while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) end += a.at(-1 - tail++).length;
  }
  return [start, end];
}

/* Both texts, with marks on what is not common to them. */
function marked(left, right) {
  const texts = [left || "", right || ""];
  const [start, end] = alike(...texts);
  return texts.map((text, at) => {
    const middle = text.slice(start, text.length - end);
    return [text.slice(0, start), middle ? h("mark", { class: at ? "added" : "missing" }, middle) : null, text.slice(text.length - end)];
  });
}

function announce(text) {
  document.getElementById("status").textContent = text;
}
