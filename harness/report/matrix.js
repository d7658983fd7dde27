/* The first page: each target in a sentence, then object/method x target. */

const noCell = () => ({ scenarios: 0, same: 0, known: 0, unsupported: 0, red: 0, facts: 0,
  evidence: summary.classes.map(() => 0) });

function matrixCell([scenarios, same, known, unsupported, red, facts, evidence]) {
  return { scenarios, same, known, unsupported, red, facts, evidence };
}

function addCell(sum, cell) {
  for (const name of ["scenarios", "same", "known", "unsupported", "red", "facts"]) sum[name] += cell[name];
  cell.evidence.forEach((each, rank) => { sum.evidence[rank] += each; });
}

/* [{ name, cells, methods: [{ name, cells }] }] */
function objectsOf(rows) {
  const objects = new Map();
  for (const [name, cells] of rows) {
    const object = name.split("/")[0];
    if (!objects.has(object))
      objects.set(object, { name: object, cells: summary.targets.map(noCell), methods: [] });
    const drawn = cells.map(matrixCell);
    drawn.forEach((cell, target) => addCell(objects.get(object).cells[target], cell));
    objects.get(object).methods.push({ name, cells: drawn });
  }
  return [...objects.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/* In a run of very many methods only objects are counted (harness/driver/page_data.c). */
function hasMethods(object) {
  return object.methods.length > 1 || object.methods[0].name !== object.name;
}

function verdictSentence() {
  const red = summary.targets.filter((target) => redScenarios(target) > 0);
  if (!red.length && !summary.errors.length)
    return h("p", { class: "verdict good" }, "✓ Nothing is red: every fact is as expected, or a listed difference.");
  const parts = red.map((target) => `${plural(redScenarios(target), "scenario")} on ${target.name}`);
  if (summary.errors.length) parts.push(plural(summary.errors.length, "error of the run"));
  return h("p", { class: "verdict bad" }, `✗ Red: ${parts.join(", ")}. `,
    h("a", { href: address("differences", { verdict: "red" }) }, "What differs"));
}

function redScenarios(target) {
  const at = targetNames().indexOf(target.name);
  return summary.rows.reduce((sum, [, cells]) => sum + cells[at][4], 0);
}

/* Why that is not all of them. */
function restOf({ red, known, unsupported }) {
  const words = [[red, "red"], [known, "with known differences"], [unsupported, "unsupported"]]
    .filter(([number]) => number).map(([number, text]) => `${count(number)} ${text}`);
  return words.length ? h("p", {}, words.join(", ")) : null;
}

function targetCard(target, at) {
  const totals = noCell();
  for (const [, cells] of summary.rows) addCell(totals, matrixCell(cells[at]));
  const facts = Object.entries(target.facts).filter(([, number]) => number)
    .map(([name, number]) => `${count(number)} ${name}`);
  return h("section", { class: "card", "aria-label": `target ${target.name}` },
    h("h2", {}, target.name, " ", h("small", {}, target.system || target.lane)),
    target.unavailable ? h("p", {}, `unsupported: ${target.unavailable}`) : [
      h("p", { class: "share" }, h("strong", {}, percent(totals.same, totals.scenarios)),
        ` of ${plural(totals.scenarios, "scenario")} wholly as expected`), restOf(totals),
      evidenceBar(totals.evidence),
      h("p", {}, `${sourced(totals.evidence) || "none"} of that on sources, the rest inferred`),
      h("p", {}, `facts: ${facts.join(", ") || "none judged"}, ${count(target.open)} open`)],
    target.sha256 ? h("p", { class: "hash" }, `SHA-256 ${target.sha256.slice(0, 16)}…`,
      target.version ? `, version ${target.version}` : "", target.company ? ` of ${target.company}` : "") : null);
}

function cellLink(row, target, cell, object) {
  if (!cell.scenarios) return h("td", { class: "none" }, "–");
  const words = [`${count(cell.same)}/${count(cell.scenarios)}`];
  if (cell.red) words.push(`${count(cell.red)} red`);
  if (cell.known) words.push(`${count(cell.known)} known`);
  if (cell.unsupported) words.push(`${count(cell.unsupported)} unsupported`);
  const level = cell.red ? "red" : cell.same === cell.scenarios ? "same" : cell.known ? "known" : "unsupported";
  const values = { in: object ? `${row}/` : row, target, verdict: cell.red ? "red" : "" };
  return h("td", { class: level },
    h("a", { href: address("scenarios", values), "aria-label": `${row} on ${target}: ${words.join(", ")}, ` +
      `${sourced(cell.evidence) || "nothing"} of what is as expected on sources` },
      h("strong", {}, percent(cell.same, cell.scenarios)), h("small", {}, words.join(", "))),
    h("small", { class: "sourced", "aria-hidden": "true" }, evidenceBar(cell.evidence),
      cell.evidence.some((each) => each) ? `${sourced(cell.evidence)} sourced` : ""));
}

function toggleButton(object, open, draw) {
  const toggle = () => {
    const now = new Set((whereWeAre().values.get("open") || "").split(",").filter(Boolean));
    if (now.has(object.name)) now.delete(object.name);
    else now.add(object.name);
    setValues({ open: [...now].join(",") });
    draw();
    document.querySelector(`[data-object="${CSS.escape(object.name)}"]`)?.focus();
  };
  return h("button", { type: "button", "aria-expanded": String(open), "data-object": object.name, onclick: toggle },
    h("span", { "aria-hidden": "true" }, open ? "▾ " : "▸ "), object.name,
    hasMethods(object) ? h("small", {}, ` ${plural(object.methods.length, "method")}`) : null);
}

function* matrixRows(objects, draw) {
  const { values } = whereWeAre();
  const opened = (values.get("open") || "").split(",");
  const part = values.get("q") || "", verdict = values.get("verdict") || "";
  const fits = (row) => contains(row.name, part) && row.cells.some((cell) => !verdict || cell[verdict] > 0);
  for (const object of objects) {
    const methods = object.methods.filter(fits);
    if (!methods.length) continue;
    const open = Boolean(part || verdict) || opened.includes(object.name) || opened.includes("all");
    yield h("tr", { class: "object" }, h("th", { scope: "row" }, toggleButton(object, open, draw)),
      object.cells.map((cell, target) => cellLink(object.name, targetNames()[target], cell, true)));
    if (open)
      for (const row of methods)
        yield h("tr", {}, h("th", { scope: "row" }, row.name),
          row.cells.map((cell, target) => cellLink(row.name, targetNames()[target], cell, false)));
  }
}

const ROWS_AT_ONCE = 100;

/* All of them at once when something was asked for; in a long matrix the first ones are there before the others are made. */
function drawRows(body, rows, patient) {
  const turn = (body.turn || 0) + 1;
  body.turn = turn;
  body.replaceChildren();
  const more = () => {
    if (body.turn !== turn) return;
    for (let n = 0; !patient || n < ROWS_AT_ONCE; n++) {
      const { value, done } = rows.next();
      if (done) {
        announce(body.children.length ? plural(body.children.length, "row") : "no row fits");
        return;
      }
      body.append(value);
    }
    setTimeout(more);
  };
  more();
}

function evidenceLegend() {
  const used = summary.classes.filter((name) => summary.targets.some((target) => target.evidence[name]));
  return used.length ? h("p", { class: "legend" }, "What is as expected rests on: ", used.map((name) =>
    h("span", {}, h("i", { class: `evidence-${name}`, "aria-hidden": "true" }), name))) : null;
}

async function matrixPage() {
  const objects = objectsOf(summary.rows);
  const body = h("tbody");
  const draw = () => drawRows(body, matrixRows(objects, draw), false);
  const all = () => {
    setValues({ open: whereWeAre().values.get("open") === "all" ? "" : "all" });
    draw();
  };
  drawRows(body, matrixRows(objects, draw), true);
  return [h("h1", {}, "What behaves as expected"), verdictSentence(),
    h("div", { class: "cards" }, summary.targets.map(targetCard)), evidenceLegend(),
    summary.errors.length ? h("section", {}, h("h2", {}, "Errors of the run"),
      h("ul", {}, summary.errors.map((error) => h("li", {}, error)))) : null,
    h("h2", {}, "Objects and methods"),
    filterBar(textFilter("q", "Name", draw),
      choiceFilter("verdict", "With", [["", "anything"], ["red", "red"], ["known", "known differences"],
        ["unsupported", "unsupported"]], draw),
      h("button", { type: "button", onclick: all }, "All methods")),
    h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Matrix" },
      h("table", { class: "matrix" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "object/method"),
          targetNames().map((name) => h("th", { scope: "col" }, name)))), body)),
    await trendSection()];
}
