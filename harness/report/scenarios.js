/* All scenarios, or those of a cell of the matrix. */

/* Scenarios whose every citation is a decision of ours. */
async function onlyInferred() {
  const classes = new Map();
  for (const row of await statementRows())
    for (const [scenario, rank] of row.scenarios)
      classes.set(scenario, Math.min(classes.get(scenario) ?? rank, rank));
  return new Set([...classes].filter(([, rank]) => rank >= INFERRED).map(([scenario]) => scenario));
}

async function chosenScenarios(index) {
  const { values } = whereWeAre();
  const [part, group, target, verdict] = ["q", "in", "target", "verdict"].map((name) => values.get(name) || "");
  const inferred = values.get("evidence") ? await onlyInferred() : null;
  const targets = target ? [targetNames().indexOf(target)] : targetNames().map((_, at) => at);
  const chosen = [];
  for (let i = 0; i < index.names.length; i++) {
    const name = index.names[i];
    if (group && !(group.endsWith("/") ? name.startsWith(group) : name === group || name.startsWith(`${group}_`))) continue;
    if (!contains(name, part) && !contains(index.titles[i], part)) continue;
    if (inferred && !inferred.has(name)) continue;
    if (targets.some((each) => each >= 0 && wanted(cellOf(index, i, each), verdict))) chosen.push(i);
  }
  return chosen;
}

function scenarioRow(index, scenario) {
  const name = index.names[scenario];
  const { values } = whereWeAre();
  return h("div", { role: "row", class: "row" },
    h("span", { role: "rowheader" }, h("a", { href: address(`scenario/${name}`, { of: values.get("target") }) }, name),
      index.titles[scenario] ? h("small", {}, index.titles[scenario]) : null),
    targetNames().map((_, target) => {
      const cell = cellOf(index, scenario, target);
      return h("span", { role: "cell" }, cell ? chip(cell.verdict, cell.red) : "not in this run");
    }));
}

async function scenariosPage() {
  const index = await load("index");
  const list = h("div");
  const draw = async () => {
    const chosen = await chosenScenarios(index);
    list.replaceChildren(virtualRows(chosen.length, 52, ["scenario", ...targetNames()],
      (i) => scenarioRow(index, chosen[i]), "Scenarios"));
    announce(`${plural(chosen.length, "scenario")} of ${count(index.names.length)}`);
  };
  await draw();
  return [h("h1", {}, "Scenarios"),
    filterBar(textFilter("q", "Name or title", draw), textFilter("in", "Method or object/", draw),
      choiceFilter("target", "Target", targetChoices(), draw), choiceFilter("verdict", "Verdict", verdictChoices(), draw),
      choiceFilter("evidence", "Evidence", [["", "any"], ["inferred", "only inferred"]], draw)),
    list];
}
