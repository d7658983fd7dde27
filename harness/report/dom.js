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

/* Both texts, with marks on what is not common to them: words, signs and blanks are the units. */
function marked(left, right) {
  const split = (text) => (text || "").match(/\w+|\s+|[^\w\s]/g) || [];
  const [a, b] = [split(left), split(right)];
  let start = 0, end = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const show = (words, mark) => {
    const middle = words.slice(start, words.length - end).join("");
    return [words.slice(0, start).join(""), middle ? h("mark", { class: mark }, middle) : null,
      words.slice(words.length - end).join("")];
  };
  return [show(a, "missing"), show(b, "added")];
}

function announce(text) {
  document.getElementById("status").textContent = text;
}
