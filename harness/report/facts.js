/* Lists over all scenarios: what differs from expectations, and in what targets differ without one. */

/* Both values without what they begin and end with alike, so that a row has room for the difference. Words stay whole. */
function shortened(left, right) {
  const texts = [left ?? "nothing", right ?? "nothing"];
  const [start, end] = alike(...texts);
  const from = start > 24 ? texts[0].lastIndexOf(" ", start - 1) + 1 : 0;
  const blank = texts[0].indexOf(" ", texts[0].length - end);
  const tail = end > 24 && blank >= 0 ? texts[0].length - blank : 0;
  return texts.map((text) => `${from ? "… " : ""}${text.slice(from, text.length - tail)}${tail ? " …" : ""}`);
}

function factRow(index, fact) {
  const name = index.names[fact.scenario];
  const place = fact.label ? `${name} / ${fact.label} / ${fact.fact}` : name;
  const [expected, observed] = shortened(fact.expected, fact.observed);
  const said = !fact.label ? fact.reason : fact.verdict === NOT_RUN ? `not run, because of ${fact.reason}`
    : ["expected ", h("code", {}, expected), ", observed ", h("code", {}, observed),
      fact.reason ? `; ${fact.reason}` : ""];
  return h("div", { role: "row", class: "row" },
    h("span", { role: "rowheader" },
      h("a", { href: address(`scenario/${name}`, { step: fact.label, of: targetNames()[fact.target] }) }, place),
      h("small", {}, said)),
    h("span", { role: "cell" }, targetNames()[fact.target]), h("span", { role: "cell" }, chip(fact.verdict, fact.red)),
    h("span", { role: "cell" }, fact.evidence ? linked(fact.evidence) : "–"));
}

async function differencesPage() {
  const [index, facts, places] = await Promise.all([load("index"), allFacts(), load("places")]);
  const list = h("div");
  if (!location.hash.includes("?") && facts.some((fact) => fact.red)) setValues({ verdict: "red" });
  const draw = () => {
    const { values } = whereWeAre();
    const [part, target, verdict, evidence] = ["q", "target", "verdict", "evidence"].map((name) => values.get(name) || "");
    const chosen = facts.filter((fact) => wanted(fact, verdict) && (!target || targetNames()[fact.target] === target) &&
      (!evidence || (fact.evidence && strongestClass(fact.evidence) === evidence)) &&
      (contains(`${index.names[fact.scenario]} / ${fact.label} / ${fact.fact}`, part) ||
        contains(fact.observed, part) || contains(fact.reason, part)));
    list.replaceChildren(virtualRows(chosen.length, 56, ["fact", "target", "verdict", "expected by"],
      (i) => factRow(index, chosen[i]), "Facts"));
    announce(`${plural(chosen.length, "fact")} of ${count(facts.length)} that are not simply as expected`);
  };
  draw();
  return [h("h1", {}, "Facts that are not as expected"),
    filterBar(textFilter("q", "Name, value or reason", draw), choiceFilter("target", "Target", targetChoices(), draw),
      choiceFilter("verdict", "Verdict", verdictChoices(), draw),
      choiceFilter("evidence", "Expected by", [["", "any evidence"], ...summary.classes.map((name) => [name, name])], draw)),
    places.leftFacts ? h("p", {}, `${plural(places.leftFacts, "fact")} had no room in this page: report.json has them.`) : null,
    list];
}

function disagreementValues(values) {
  return h("span", { class: "values" }, values.map((value, target) => value === null ? null
    : h("span", {}, h("b", {}, targetNames()[target]), " ", h("code", {}, value), " ")));
}

function disagreementItem([, label, fact, values]) {
  return h("li", {}, h("a", { href: stepAddress(label) }, `${label} / ${fact}`), disagreementValues(values));
}

async function disagreementsPage() {
  const [index, rows] = await Promise.all([load("index"), load("disagreements")]);
  const list = h("div");
  const draw = () => {
    const { values } = whereWeAre();
    const [part, one, other] = ["q", "target", "with"].map((name) => values.get(name) || "");
    const [a, b] = [targetNames().indexOf(one), targetNames().indexOf(other)];
    const chosen = rows.filter(([scenario, label, fact, seen]) =>
      contains(`${index.names[scenario]} / ${label} / ${fact}`, part) &&
      (a < 0 || seen[a] !== null) && (b < 0 || seen[b] !== null) && (a < 0 || b < 0 || seen[a] !== seen[b]));
    list.replaceChildren(virtualRows(chosen.length, 28 + 22 * summary.targets.length, ["fact and values"], (i) => {
      const [scenario, label, fact, seen] = chosen[i];
      return h("div", { role: "row", class: "row" }, h("span", { role: "cell" },
        h("a", { href: address(`scenario/${index.names[scenario]}`, { step: label }) },
          `${index.names[scenario]} / ${label} / ${fact}`), disagreementValues(seen)));
    }, "Disagreements"));
    announce(`${plural(chosen.length, "disagreement")} of ${count(rows.length)}`);
  };
  draw();
  return [h("h1", {}, "Disagreements"),
    h("p", {}, "Facts that no expectation states, and that two targets show differently. They are no verdict: each waits for evidence."),
    filterBar(textFilter("q", "Name", draw), choiceFilter("target", "Target", targetChoices(), draw),
      choiceFilter("with", "against", targetChoices(), draw)),
    list];
}
