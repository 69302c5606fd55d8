"use strict";
// Filters the findings. The choice stands in the page's address behind "#filter", so that it can be sent to others.
(() => {
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const findings = [...document.querySelectorAll(".finding")].map((element) => ({element, text: ""}));
  const files = [...document.querySelectorAll("section.file")];
  const severities = [...form.querySelectorAll("input[name=severity]")];
  const {rule, file, text} = form.elements;

  const read = () => new URLSearchParams(location.hash.startsWith("#filter") ? location.hash.slice("#filter".length) : "");

  const isChosen = (choice, {dataset}) =>
    choice.severities.has(dataset.severity) && (!choice.rule || dataset.rule === choice.rule) &&
    (!choice.file || dataset.file === choice.file);

  function holds(finding, words) {
    finding.text ||= finding.element.dataset.file.toLowerCase() + "\n" + finding.element.textContent.toLowerCase();
    return words.every((word) => finding.text.includes(word));
  }

  function apply() {
    const choice = {
      severities: new Set(severities.filter((box) => box.checked).map((box) => box.value)),
      rule: rule.value, file: file.value,
    };
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const fits = isChosen(choice, finding.element) && holds(finding, words);
      finding.element.hidden = !fits;
      count += fits;
    }
    for (const section of files) {
      section.hidden = !section.querySelector(".finding:not([hidden])");
    }
    shown.textContent = `${count} of ${findings.length} findings shown`;
  }

  // toControls sets the controls to what the address says.
  function toControls() {
    const asked = read();
    const chosen = asked.has("severity") ? asked.get("severity").split(",") : null;
    for (const box of severities) {
      box.checked = !chosen || chosen.includes(box.value);
    }
    rule.value = asked.get("rule") || "";
    file.value = asked.get("file") || "";
    for (const list of [rule, file]) {
      if (list.selectedIndex < 0) {
        list.value = "";
      }
    }
    text.value = asked.get("text") || "";
    apply();
  }

  // toAddress sets the address to what the controls say.
  function toAddress() {
    const said = new URLSearchParams();
    if (severities.some((box) => !box.checked)) {
      said.set("severity", severities.filter((box) => box.checked).map((box) => box.value).join(","));
    }
    for (const control of [rule, file, text]) {
      if (control.value) {
        said.set(control.name, control.value);
      }
    }
    history.replaceState(null, "", "#filter" + (said.size ? "&" + said : ""));
    apply();
  }

  // An address of a finding shows it, whatever the filter says.
  function follow() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (location.hash.startsWith("#filter")) {
      toControls();
    } else if (target && target.closest("[hidden]")) {
      toControls();
      target.scrollIntoView();
    }
    for (let at = target; at; at = at.parentElement) {
      if (at.localName === "details") {
        at.open = true;
      }
    }
  }

  form.addEventListener("input", toAddress);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(toAddress));
  window.addEventListener("hashchange", follow);
  form.hidden = false;
  toControls();
  follow();
})();
