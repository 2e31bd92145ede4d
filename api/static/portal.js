// Optional: the pages work without it. Keeps the draft of a long form in this browser (never name, telephone or address of the
// person: a telephone may be lent), prints, warns before a receipt is left.
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]");
  if (form) {
    var key = "draft:" + form.getAttribute("data-draft");
    var fields = function () {
      return Array.prototype.filter.call(form.elements, function (field) {
        return field.name && field.type !== "hidden" && field.type !== "file" && field.type !== "password" && field.name.indexOf("contact_") !== 0;
      });
    };
    var untouched = fields().every(function (field) {
      return field.type === "radio" || field.type === "checkbox" || field.value === "";
    });
    try {
      var kept = JSON.parse(localStorage.getItem(key) || "null");
      if (kept && untouched) {
        fields().forEach(function (field) {
          if (!(field.name in kept)) { return; }
          if (field.type === "radio") { field.checked = field.value === kept[field.name]; } else { field.value = kept[field.name]; }
        });
      }
      form.addEventListener("input", function () {
        var now = {};
        fields().forEach(function (field) { if (field.type !== "radio" || field.checked) { now[field.name] = field.value; } });
        localStorage.setItem(key, JSON.stringify(now));
      });
    } catch (_) { /* a browser that keeps nothing: the form still works */ }
  }
  if (document.querySelector("[data-drop-draft]")) {
    try { localStorage.removeItem("draft:" + document.querySelector("[data-drop-draft]").getAttribute("data-drop-draft")); } catch (_) { /* nothing was kept */ }
  }
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  if (document.querySelector("[data-stay]")) {
    var leaving = false;
    document.addEventListener("submit", function () { leaving = true; });
    window.addEventListener("beforeunload", function (event) { if (!leaving) { event.preventDefault(); } });
  }
})();
