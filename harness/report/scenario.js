/* One scenario: verdicts, calls and effects of the targets side by side, registry, dialogs, lanes. */

/* Why a target gave no verdict: a sentence, and what else it told (a dialog that has no UI map). */
function whyNot(facts) {
  return facts.filter((fact) => !fact.label && fact.reason).map(({ reason }) => {
    const [first, ...rest] = reason.split("\n");
    return [h("p", {}, first), rest.length ? h("details", {}, h("summary", {}, "what it showed"), h("pre", { tabindex: "0" }, rest.join("\n")))
      : null];
  });
}

function targetSummary(target, at, index, scenario, facts) {
  const cell = cellOf(index, scenario, at);
  if (!cell) return null;
  const kinds = (target?.counts || []).map((number, verdict) => [number, summary.verdicts[verdict]])
    .filter(([number]) => number).map(([number, name]) => `${number} ${name}`);
  return h("li", {}, h("strong", {}, targetNames()[at]), " ", chip(cell.verdict, cell.red), " ",
    target ? h("small", {}, `${kinds.join(", ") || "no fact judged"}, ${plural(target.open, "open fact")}`) : null,
    target ? evidenceBar(target.evidence) : null, whyNot(facts.filter((fact) => fact.target === at)));
}

function targetBoxes(details, chosen) {
  const change = () => {
    const on = [...document.querySelectorAll(".targets input:checked")].map((box) => box.value);
    setValues({ t: on.length === details.targets.length ? "" : on.join(",") || "none" });
    drawPage();
  };
  return h("fieldset", { class: "targets" }, h("legend", {}, "Side by side"), details.targets.map(({ target }) =>
    h("label", {}, h("input", { type: "checkbox", value: targetNames()[target], checked: chosen.has(target),
      onchange: change }), targetNames()[target])));
}

/* Whose registry, dialogs and lanes are drawn: what the address says, else the first red one, else the first. */
function drawnTarget(details, index, scenario) {
  const name = whereWeAre().values.get("of");
  const ran = details.targets.filter((target) => target.trace);
  return ran.find((target) => targetNames()[target.target] === name) ||
    ran.find((target) => cellOf(index, scenario, target.target)?.red) ||
    ran.find((target) => target.trace.sections.some((section) => section.s?.length)) || null;
}

function drawnChoice(details, drawn) {
  const ran = details.targets.filter((target) => target.trace);
  return h("p", { class: "of" }, "As it went on ", ran.map((target) => {
    const name = targetNames()[target.target];
    const { page, values } = whereWeAre();
    return [h("a", { href: address(page, { ...Object.fromEntries(values), of: name, step: "" }),
      "aria-current": target === drawn ? "true" : null }, name), " "];
  }));
}

function expectedAndObserved({ expected, observed }) {
  const [left, right] = marked(expected ?? "nothing", observed ?? "nothing");
  return [" expected ", h("code", {}, left), ", observed ", h("code", {}, right)];
}

async function redList(facts) {
  const red = facts.filter((fact) => fact.red), known = await courses();
  if (!red.length) return null;
  const courseOf = (fact) => known.find((course) => course.scenario === fact.scenario && course.target === fact.target &&
    course.label === fact.label && course.fact === fact.fact);
  return h("section", {}, h("h2", {}, "What is red"), h("ul", { class: "reds" }, red.slice(0, 50).map((fact) => h("li", {},
    chip(fact.verdict, true), ` ${targetNames()[fact.target]}: `,
    fact.label ? h("a", { href: stepAddress(fact.label) }, `${fact.label} / ${fact.fact}`) : fact.reason,
    fact.label && fact.verdict !== NOT_RUN ? expectedAndObserved(fact) : fact.label ? ` not run, because of ${fact.reason}` : null,
    known.length && fact.label ? h("p", { class: "since" }, "red ", sinceWhen(courseOf(fact))) : null))),
    red.length > 50 ? h("p", {}, `and ${count(red.length - 50)} more, at their calls below`) : null);
}

async function openFacts(scenario) {
  const rows = ((await load("disagreements")) || []).filter((row) => row[0] === scenario);
  return rows.length ? h("section", {}, h("h2", {}, "What no expectation states and targets show differently"),
    h("ul", {}, rows.map(disagreementItem))) : null;
}

async function detailSections(details, facts, index, scenario) {
  const wantedTargets = whereWeAre().values.get("t");
  const chosen = new Set(details.targets.map((target) => target.target)
    .filter((at) => !wantedTargets || wantedTargets.split(",").includes(targetNames()[at])));
  const drawn = drawnTarget(details, index, scenario);
  const parts = drawn ? [lanes(drawn.trace, facts.filter((fact) => fact.target === drawn.target)),
    registryTree(details, drawn.trace), await dialogsSection(drawn)].filter(Boolean) : [];
  return [h("section", {}, h("h2", {}, "Calls"), targetBoxes(details, chosen),
    details.trace ? callTable(details, chosen, facts) : h("p", {}, "The scenario cannot be read any more.")),
    parts.length ? [drawnChoice(details, drawn), parts] : null,
    h("details", {}, h("summary", {}, "The scenario's file"), h("pre", { tabindex: "0" }, details.text || ""))];
}

async function scenarioPage(name) {
  const [scenario, index] = await Promise.all([scenarioNumber(name), load("index")]);
  if (scenario === undefined) return [h("h1", {}, "No such scenario"), h("p", {}, `This run has no scenario ${name}.`)];
  const [details, facts] = await Promise.all([detailsOf(scenario), factsOf(scenario)]);
  const near = [scenario - 1, scenario + 1].map((each) => index.names[each]);
  return [h("h1", {}, index.titles[scenario] || name),
    h("p", { class: "id" }, h("code", {}, `scenarios/${name}.scn`), details ? [" rests on ", linked(details.evidence)] : null),
    h("ul", { class: "verdicts" }, targetNames().map((_, at) =>
      targetSummary(details?.targets.find((target) => target.target === at), at, index, scenario, facts))),
    await redList(facts), details ? await detailSections(details, facts, index, scenario)
      : h("section", {}, h("h2", {}, "Facts that are not as expected"), facts.map(factBox),
        h("p", {}, "This page holds no calls of this scenario. ",
          h("code", {}, `./identical compare '${name}'`), " shows them.")),
    await openFacts(scenario),
    h("nav", { class: "near", "aria-label": "Neighbours" },
      near[0] ? h("a", { href: address(`scenario/${near[0]}`), rel: "prev" }, `← ${near[0]}`) : h("span"),
      near[1] ? h("a", { href: address(`scenario/${near[1]}`), rel: "next" }, `${near[1]} →`) : null)];
}

/* Where the address names a step: that row; `n` and `p` go on from it. */
function goToStep(label) {
  const row = document.getElementById(`step-${label}`);
  if (!row) return false;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
  return true;
}

function nextDifference(direction) {
  const rows = [...document.querySelectorAll("tr.differs")];
  const at = rows.indexOf(document.activeElement?.closest("tr.differs"));
  const row = rows[at < 0 ? (direction > 0 ? 0 : rows.length - 1) : at + direction];
  if (row) goToStep(row.id.slice("step-".length));
  else announce("no further difference");
}
