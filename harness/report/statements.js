/* The numbered statements: which scenarios test them and how these went; and what still waits for a genuine recording. */

const statementText = (row) => row.cells[0] || "";

function worstOf(row, index, numbers, target) {
  let worst = null;
  for (const [name] of row.scenarios) {
    const cell = cellOf(index, numbers.get(name), target);
    if (cell && (!worst || cell.red > worst.red || (cell.red === worst.red && cell.verdict > worst.verdict))) worst = cell;
  }
  return worst;
}

function scenarioList(row, index, numbers) {
  if (!row.scenarios.length)
    return h("p", {}, row.cover === "uncovered" && !row.required ? "needs none" : row.cover,
      row.decision ? [" ", linked(row.decision)] : "", row.reason ? `: ${row.reason}` : "");
  return h("details", {}, h("summary", {}, plural(row.scenarios.length, "scenario")),
    h("ul", {}, row.scenarios.map(([name, rank]) => h("li", {}, numbers.has(name)
      ? h("a", { href: address(`scenario/${name}`) }, name) : `${name} (not in this run)`, ` cites it as ${summary.classes[rank]}`))));
}

async function withNumbers() {
  await scenarioNumber("");
  const index = await load("index");
  return [await load("statements"), index, index.numbers];
}

function missingStatements(statements) {
  return statements.rows ? null
    : h("p", {}, `This page has no statements${statements.problem ? `: ${statements.problem}` : ""}.`);
}

function statementRow(row, index, numbers) {
  return h("tr", { id: `statement-${row.number}`, tabindex: "-1" },
    h("th", { scope: "row" }, h("a", { href: address("statements", { n: row.number }) }, row.number)),
    h("td", {}, prose(statementText(row)), h("details", {}, h("summary", {}, "source"),
      h("dl", {}, row.cells.slice(1).map((cell, at) => [h("dt", {}, row.titles[at + 1]), h("dd", {}, prose(cell))]),
        h("dt", {}, "stands in"), h("dd", {}, row.place)))),
    h("td", {}, scenarioList(row, index, numbers)),
    summary.targets.map((_, target) => {
      const worst = worstOf(row, index, numbers, target);
      return h("td", {}, worst ? chip(worst.verdict, worst.red) : "–");
    }));
}

async function statementsPage() {
  const [statements, index, numbers] = await withNumbers();
  const missing = missingStatements(statements);
  if (missing) return [h("h1", {}, "Statements"), missing];
  const body = h("tbody");
  const draw = () => {
    const { values } = whereWeAre();
    const [part, cover, one] = ["q", "cover", "n"].map((name) => values.get(name) || "");
    const chosen = statements.rows.filter((row) => one ? row.number === one
      : contains(`${row.number} ${row.cells.join(" ")}`, part) && (!cover || (cover === "required" ? row.required : row.cover === cover)));
    body.replaceChildren(...chosen.map((row) => statementRow(row, index, numbers)));
    announce(`${plural(chosen.length, "statement")} of ${count(statements.rows.length)}`);
  };
  const required = statements.rows.filter((row) => row.required);
  const covered = required.filter((row) => row.scenarios.length);
  draw();
  return [h("h1", {}, "Statements and their scenarios"),
    h("p", {}, `${count(covered.length)} of ${count(required.length)} statements that can be tested have a scenario (${percent(covered.length, required.length)}); ` +
      `the others say why not.`),
    whereWeAre().values.get("n") ? h("p", {}, h("a", { href: address("statements") }, "All statements")) : null,
    filterBar(textFilter("q", "Number or text", draw), choiceFilter("cover", "Cover", [["", "all"], ["required", "must be tested"],
      ...[...new Set(statements.rows.map((row) => row.cover))].map((name) => [name, name])], draw)),
    h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Statements" }, h("table", { class: "statements" },
      h("thead", {}, h("tr", {}, ["no", "statement", "scenarios", ...targetNames()].map((text) => h("th", { scope: "col" }, text)))),
      body))];
}

/* ---- Windows 2000 ---- */

/* Decisions that speak of a statement, by its number. */
function decisionsAbout(rows) {
  const about = new Map();
  for (const row of rows)
    if (row.number.startsWith("I-"))
      for (const number of numbersIn(row.cells.join(" "))) about.set(number, [...(about.get(number) || []), row.number]);
  return about;
}

function recordingOf(row) {
  const recorded = row.scenarios.filter(([, rank]) => rank === 0);
  return recorded.length ? recorded.map(([name]) => [h("a", { href: address(`scenario/${name}`) }, name), " "])
    : "no genuine recording yet";
}

function standsIn(row, about) {
  if (row.number.startsWith("I-")) return "this decision";
  const decisions = row.decision ? [row.decision] : about.get(row.number) || [];
  if (decisions.length) return linked([...new Set(decisions)].join(", "));
  return row.scenarios.length ? "the statement itself" : row.reason || "nothing: no scenario tests it";
}

async function windowsPage() {
  const [statements, , numbers] = await withNumbers();
  const missing = missingStatements(statements);
  if (missing) return [h("h1", {}, "Windows 2000"), missing];
  const about = decisionsAbout(statements.rows);
  const body = h("tbody");
  const draw = () => {
    const { values } = whereWeAre();
    const [part, kind] = ["q", "kind"].map((name) => values.get(name) || "");
    const chosen = statements.rows.filter((row) => (row.required || row.scenarios.length) &&
      contains(`${row.number} ${statementText(row)}`, part) && (!kind || row.number.startsWith(kind)));
    body.replaceChildren(...chosen.map((row) => h("tr", {}, h("th", { scope: "row" },
      h("a", { href: address("statements", { n: row.number }) }, row.number)),
      h("td", {}, row.number.startsWith("I-") ? [h("b", {}, prose(statementText(row))), ": ", prose(row.cells[1])]
        : prose(statementText(row))),
      h("td", {}, recordingOf(row)), h("td", {}, standsIn(row, about)),
      h("td", {}, plural(row.scenarios.filter(([name]) => numbers.has(name)).length, "scenario")))));
    announce(plural(chosen.length, "statement"));
  };
  const recorded = statements.rows.filter((row) => row.scenarios.some(([, rank]) => rank === 0)).length;
  draw();
  return [h("h1", {}, "Windows 2000"),
    h("p", {}, `What a genuine DLL on genuine Windows says of each statement: ${recorded ? plural(recorded, "statement") : "none"} of ` +
      `${count(statements.rows.length)} ${recorded === 1 ? "has" : "have"} a recording. Where there is none, the decision (I-number) that stands in is named.`),
    filterBar(textFilter("q", "Number or text", draw), choiceFilter("kind", "Kind", [["", "all"], ["D-", "documented"],
      ["F-", "registries"], ["I-", "decisions"], ["R-", "registration"]], draw)),
    h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Statements" }, h("table", { class: "statements" },
      h("thead", {}, h("tr", {}, ["no", "statement", "a genuine recording says", "stands in", "tested in this run by"]
        .map((text) => h("th", { scope: "col" }, text)))), body))];
}
