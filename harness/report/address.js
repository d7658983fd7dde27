/* What is shown stands in the address, behind #: page?name=value&…, so that it can be sent, kept and gone back to. */

function address(page, values) {
  const words = Object.entries(values || {}).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const text = new URLSearchParams(words).toString();
  return `#${page}${text ? `?${text}` : ""}`;
}

function whereWeAre() {
  const [page, query] = location.hash.slice(1).split("?");
  return { page: page || "matrix", values: new URLSearchParams(query || "") };
}

/* Changes values of the address; the page is drawn again, the browser's history gets no entry. */
function setValues(changes) {
  const { page, values } = whereWeAre();
  for (const [name, value] of Object.entries(changes)) {
    if (value === "" || value === null) values.delete(name);
    else values.set(name, value);
  }
  history.replaceState(null, "", address(page, Object.fromEntries(values)));
}

/* ---- filters: a form whose fields are values of the address ---- */

function textFilter(name, label, changed) {
  const { values } = whereWeAre();
  let waiting;
  const later = (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { setValues({ [name]: event.target.value }); changed(); }, 60);
  };
  return h("label", {}, label,
    h("input", { type: "search", value: values.get(name) || "", oninput: later, "aria-keyshortcuts": "/" }));
}

function choiceFilter(name, label, choices, changed) {
  const { values } = whereWeAre();
  const chosen = values.get(name) || "";
  const select = h("select", { onchange: (event) => { setValues({ [name]: event.target.value }); changed(); } },
    choices.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  return h("label", {}, label, select);
}

const filterBar = (...fields) =>
  h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() }, fields);

const targetChoices = () => [["", "any target"], ...targetNames().map((name) => [name, name])];
const verdictChoices = () => [["", "any verdict"], ["red", "red ones"],
  ...summary.verdicts.map((name) => [name, name])];
const wanted = (cell, verdict) =>
  cell && (!verdict || (verdict === "red" ? cell.red : summary.verdicts[cell.verdict] === verdict));
const contains = (text, part) => !part || (text || "").toLowerCase().includes(part.toLowerCase());
