/* Dialogs, drawn from their trees: places are dialog units, the look is the page's own. */

const UNIT_X = 2, UNIT_Y = 2.1;

/* { states, values: { at: ["7,5,80,14"] }, items: [["A", chosen]] } of the words behind a dialog or control. */
function wordsOf(detail) {
  const values = {}, states = [], items = [];
  for (const word of detail.words || []) {
    const at = word.indexOf("=");
    if (at < 0) states.push(word);
    else {
      const [name, text] = [word.slice(0, at), word.slice(at + 1).replace(/^"|"$/g, "").replace(/\\"/g, '"')];
      values[name] = [...(values[name] || []), text];
      if (name === "item" || name === "selected") items.push([text, name === "selected"]);
    }
  }
  return { states, values, items };
}

/* Every dialog with its controls and what the user then did, in order. */
function dialogsOf(trace) {
  const found = [];
  const visit = (details, label) => {
    let last = null;
    for (const detail of details || []) {
      if (detail.k === "dialog") found.push((last = { dialog: detail, label, controls: [], user: [] }));
      else if (detail.k === "control" && last) last.controls.push(detail);
      else if (detail.k === "user" && last) last.user.push(detail);
      else if (detail.t.startsWith("| message ") && last) last.user.push(detail);
      for (const step of detail.s || []) visit(step.d, step.l);
    }
  };
  for (const section of trace.sections) {
    visit(section.d, section.name);
    for (const step of section.s || []) visit(step.d, step.l);
  }
  return found;
}

function controlWords(control) {
  const { states, items } = wordsOf(control);
  const words = [control.kind, control.text ? `"${control.text}"` : "", control.role ? `(${control.role})` : ""];
  if (items.length) words.push(`holds ${items.map(([text, chosen]) => (chosen ? `${text} (selected)` : text)).join(", ")}`);
  return [...words, ...states].filter(Boolean).join(" ");
}

function controlBox(control) {
  const { states, values, items } = wordsOf(control);
  const box = h("div", { class: `control ${control.kind} ${states.join(" ")}` },
    control.kind === "check" || control.kind === "radio"
      ? `${states.includes("checked") ? "☑" : "☐"} ${control.text || ""}`
      : items.length ? items.map(([text, chosen]) => h("div", { class: chosen ? "chosen" : "" }, text))
        : control.kind === "password" ? (states.includes("filled") ? "•••••" : "") : control.text || "");
  const place = values.at ? values.at[0].split(",").map(Number) : null;
  return { box, place, kind: control.kind };
}

/* Where they stand in the dialog. A message box has no places, as the system lays it out: its text, then its buttons. */
function layOut(boxes, body) {
  const placed = boxes.filter((each) => each.place);
  if (!placed.length) {
    body.append(...boxes.filter((each) => each.kind !== "button").map((each) => each.box),
      h("div", { class: "buttons" }, boxes.filter((each) => each.kind === "button").map((each) => each.box)));
    return 360;
  }
  for (const { box, place: [x, y, width, height] } of placed)
    Object.assign(box.style, { position: "absolute", left: `${x * UNIT_X}px`, top: `${y * UNIT_Y}px`,
      width: `${width * UNIT_X}px`, height: `${height * UNIT_Y}px` });
  body.append(...placed.map((each) => each.box));
  body.style.height = `${Math.max(...placed.map(({ place }) => (place[1] + place[3]) * UNIT_Y)) + 16}px`;
  return Math.max(...placed.map(({ place }) => (place[0] + place[2]) * UNIT_X)) + 16;
}

function drawing(controls, caption) {
  const boxes = controls.map(controlBox);
  const body = h("div", { class: `body ${boxes.some((each) => each.place) ? "" : "flow"}` });
  const frame = h("div", { class: "drawn", "aria-hidden": "true" }, h("div", { class: "caption" }, caption), body);
  frame.style.width = `${layOut(boxes, body)}px`;
  return frame;
}

function dialogBox({ dialog, label, controls, user }) {
  const caption = wordsOf(dialog).values.caption?.[0] || dialog.role;
  return h("figure", {}, controls.length ? drawing(controls, caption) : null,
    h("figcaption", {}, h("p", {}, "Dialog ", h("strong", {}, caption), ` (${dialog.role}), shown in `,
      h("a", { href: stepAddress(label) }, label)),
      h("details", {}, h("summary", {}, plural(controls.length, "control")),
        h("ul", {}, controls.map((control) => h("li", {}, controlWords(control))))),
      user.length ? [h("p", {}, "Then:"), h("ol", {}, user.map((each) => h("li", {}, h("code", {}, each.t.replace(/^[>|] /, "")))))] : null));
}

async function pictureOf(place, number, target) {
  const element = place && document.getElementById(place);
  return element ? h("figure", {},
    h("img", { src: `data:image/png;base64,${element.textContent}`, alt: `Screen of ${target}, dialog ${number + 1}` }),
    h("figcaption", {}, `The screen of ${target}, dialog ${number + 1}`)) : null;
}

async function dialogsSection(target) {
  const dialogs = dialogsOf(target.trace);
  if (!dialogs.length) return null;
  const name = targetNames()[target.target];
  const pictures = await Promise.all((target.pictures || []).map((place, number) => pictureOf(place, number, name)));
  return h("section", {}, h("h2", {}, "What the user saw and did"),
    h("div", { class: "figures" }, dialogs.map(dialogBox), pictures.filter(Boolean)));
}
