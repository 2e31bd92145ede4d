// Optional: the desk works without it. j and k move through the rows, Enter opens, / goes to the search field; a page that
// says that it is live follows the work it shows.
(function () {
  "use strict";
  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-row]"));
  var at = -1;
  function go(to) {
    if (!rows.length) { return; }
    if (at >= 0) { rows[at].classList.remove("at"); }
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("at");
    var link = rows[at].matches("a") ? rows[at] : rows[at].querySelector("a");
    if (link) { link.focus(); }
    rows[at].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,textarea,select")) { return; }
    if (event.key === "j") { go(at + 1); } else if (event.key === "k") { go(at - 1); } else if (event.key === "/") {
      var search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });
  // Whether a person has begun to fill in a form: then the page is not taken from under their hands.
  function busy() {
    return Array.prototype.some.call(document.querySelectorAll("main input, main textarea"), function (field) {
      return field === document.activeElement || (field.type !== "radio" && field.type !== "checkbox" ? field.value !== field.defaultValue : field.checked !== field.defaultChecked);
    });
  }
  function follow() {
    var here = document.querySelector("[data-live]");
    var path = here.getAttribute("data-live");
    if (document.hidden) { return void setTimeout(follow, 2000); }
    fetch(path, { headers: { Accept: "text/html" } }).then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject(answer.status);
    }).then(function (text) {
      var now = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
      // What the work ends with is a page of its own, with forms: it is opened whole.
      if (!now && !busy()) { return location.replace(path); }
      if (!now) { here.querySelector("[data-ended]").hidden = false; return; }
      if (now.innerHTML !== here.innerHTML && !here.contains(document.activeElement)) { here.innerHTML = now.innerHTML; }
      setTimeout(follow, 2000);
    }).catch(function () { setTimeout(follow, 5000); });
  }
  if (document.querySelector("[data-live]")) { setTimeout(follow, 1500); }
})();
