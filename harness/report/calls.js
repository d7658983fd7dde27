/* The calls of a scenario, one a row, and what each target did there, side by side: steps meet by their labels. */

/* Steps of a trace by label, those inside of callbacks too. */
function stepsByLabel(trace) {
  const found = new Map();
  const visit = (steps) => {
    for (const step of steps || []) {
      found.set(step.l, step);
      for (const detail of step.d || []) visit(detail.s);
    }
  };
  for (const section of trace?.sections || []) visit(section.s);
  return found;
}

/* Symbols have other names on both sides, so they do not count when lines are compared. */
const withoutSymbols = (text) => text.replace(/\$\([^)]*\)/g, "$()");

/* Steps that only targets have: made inside of callbacks that the scenario says nothing about. */
function extraLabels(known, shown) {
  const extra = new Set();
  for (const { steps } of shown)
    for (const label of steps.keys()) if (!known.has(label)) extra.add(label);
  return [...extra];
}

function factBox(fact) {
  if (!fact.label) return h("p", { class: "fact" }, chip(fact.verdict, fact.red), ` ${fact.reason || ""}`);
  if (fact.verdict === NOT_RUN)
    return h("div", { class: "fact" }, chip(NOT_RUN, fact.red), ` ${fact.fact}: not run, because of ${fact.reason || "an earlier step"}`);
  const [expected, observed] = marked(fact.expected, fact.observed);
  return h("div", { class: `fact ${fact.red ? "red" : ""}` },
    h("p", {}, chip(fact.verdict, fact.red), ` ${fact.fact}`),
    h("dl", {},
      h("dt", {}, "expected"), h("dd", {}, h("code", {}, fact.expected === null ? "nothing stated" : expected)),
      h("dt", {}, "observed"), h("dd", {}, h("code", {}, fact.observed === null ? "nothing" : observed)),
      h("dt", {}, "expected by"), h("dd", {}, linked(fact.evidence)),
      fact.reason ? [h("dt", {}, fact.verdict === KNOWN ? "known, because" : "note"), h("dd", {}, linked(fact.reason))] : null));
}

/* The fact that a line of a trace belongs to. */
const EFFECTS = { set: "registry", create: "registry", delete: "registry", dialog: "windows", control: "windows" };
const factOfLine = (detail) => EFFECTS[detail.k] || detail.k;

/* Lines of effects. Those that the other side lacks are marked where the fact of their kind is a difference, as the scenario may say
   nothing of other kinds; the controls of a dialog are folded up. */
function effectLines(details, others, facts) {
  const theirs = new Set((others || []).map((detail) => withoutSymbols(detail.t)));
  const differ = new Set(facts.map((fact) => fact.fact));
  const list = h("ul", { class: "effects" });
  let controls = null;
  for (const detail of details || []) {
    const alone = detail.k !== "control" && differ.has(factOfLine(detail)) && !theirs.has(withoutSymbols(detail.t));
    const item = h("li", { class: alone ? "alone" : "" }, alone ? hidden("only here: ") : null, h("code", {}, detail.t));
    if (detail.k !== "control") controls = null;
    else if (!controls) list.append(h("li", {}, h("details", {}, h("summary", {}, "controls"), (controls = h("ul", {})))));
    (controls || list).append(item);
  }
  return list.childElementCount ? list : null;
}

/* Whether the scenario says anything of a step: what it leaves open is never shown as equal. */
function statesSomething(step) {
  return Boolean(summary.against) || /^(never|unchanged)/.test(step.t) || (step.a || []).some((text) => text !== "any") ||
    (step.d || []).length > 0;
}

const asExpected = (step) => statesSomething(step) ? h("span", { class: "chip same" }, "✓ as expected")
  : h("span", { class: "chip" }, "open: nothing is expected");

function targetCell(step, model, facts, had) {
  if (!step) return h("td", { class: "none" }, facts.length ? facts.map(factBox) : had ? "not reached" : "no trace kept");
  const red = facts.some((fact) => fact.red);
  const sign = facts.length ? null : asExpected(model);
  return h("td", { class: red ? "red" : facts.length ? "known" : statesSomething(model) ? "same" : "" },
    h("p", { class: "answer" }, h("code", {}, (step.a || []).join("  ") || "–"), " ", sign),
    effectLines(step.d, model.d, facts), facts.map(factBox));
}

function evidenceOf(step, header) {
  return h("small", { class: "by" }, step.e ? linked(step.e.join(", ")) : hidden(`by the file: ${header}`));
}

function callRow(step, shown, header, facts) {
  const own = facts.filter((fact) => fact.label === step.l);
  const differs = own.some((fact) => fact.verdict !== SAME);
  return h("tr", { id: `step-${step.l}`, tabindex: "-1", class: differs ? "differs" : "" },
    h("th", { scope: "row" },
      h("code", { class: "call" }, step.t), effectLines(step.d, [], []),
      h("small", { class: "label" }, step.line ? `line ${step.line}, ` : "", step.l), evidenceOf(step, header)),
    shown.map(({ at, steps, trace }) =>
      targetCell(steps.get(step.l), step, own.filter((fact) => fact.target === at), Boolean(trace))));
}

function sectionRows(details, shown, facts) {
  const rows = [], known = new Set();
  for (const section of details.trace.sections) {
    rows.push(h("tr", { class: "section" }, h("th", { scope: "colgroup", colspan: shown.length + 1 },
      h("code", {}, section.t))));
    for (const step of section.s || []) {
      known.add(step.l);
      rows.push(callRow({ ...step, line: step.n }, shown, details.evidence, facts));
    }
  }
  const extra = extraLabels(known, shown);
  if (extra.length)
    rows.push(h("tr", { class: "section" }, h("th", { scope: "colgroup", colspan: shown.length + 1 },
      "Steps that the scenario says nothing about")));
  for (const label of extra) {
    const step = shown.map(({ steps }) => steps.get(label)).find(Boolean);
    rows.push(callRow({ l: label, t: step.t, d: [] }, shown, "", facts));
  }
  rows.push(callRow({ l: "scenario", t: "the scenario as a whole: how it ended", a: ["ended"] },
    shown.map((each) => ({ ...each, steps: new Map(each.trace ? [["scenario", { a: [each.trace.ended || "not told"] }]] : []) })),
    details.evidence, facts));
  return rows;
}

function callTable(details, chosen, facts) {
  const shown = details.targets.filter((target) => chosen.has(target.target))
    .map(({ target, trace }) => ({ at: target, trace, steps: stepsByLabel(trace) }));
  return h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Calls" },
    h("table", { class: "calls" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "the scenario: call and expectation"),
        shown.map(({ at }) => h("th", { scope: "col" }, targetNames()[at])))),
      h("tbody", {}, sectionRows(details, shown, facts))));
}

/* ---- lanes: one column for each process and thread, time goes down ---- */

function lanesOf(trace) {
  const names = [], rows = [];
  let process = "";
  for (const section of trace.sections) {
    if (section.k === "sink") continue;
    if (section.k === "process") process = section.name;
    const name = section.k === "thread" ? `${process}, thread ${section.name}` : `process ${section.name}`;
    if (!names.includes(name)) names.push(name);
    for (const step of section.s || []) rows.push([names.indexOf(name), step]);
  }
  return { names, rows };
}

function lanes(trace, facts) {
  const { names, rows } = lanesOf(trace);
  if (names.length < 2) return null;
  const red = new Set(facts.filter((fact) => fact.red).map((fact) => fact.label));
  return h("section", {}, h("h2", {}, "Lanes of the processes"),
    h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Lanes" }, h("table", { class: "lanes" },
      h("thead", {}, h("tr", {}, names.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.map(([lane, step]) => h("tr", {}, names.map((_, at) => h("td", {},
        at !== lane ? null : h("a", { class: red.has(step.l) ? "red" : "", href: stepAddress(step.l) },
          h("code", {}, step.t))))))))));
}

function stepAddress(label) {
  const { page, values } = whereWeAre();
  return address(page, { ...Object.fromEntries(values), step: label });
}
