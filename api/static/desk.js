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
  function follow() {
    if (document.hidden) { return void setTimeout(follow, 2000); }
    fetch(location.pathname, { headers: { Accept: "text/html" } }).then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject(answer.status);
    }).then(function (text) {
      var now = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
      var here = document.querySelector("[data-live]");
      // What the work ends with is a page of its own, with forms: it is opened whole.
      if (!now) { return location.replace(location.pathname); }
      if (now.innerHTML !== here.innerHTML && !here.contains(document.activeElement)) { here.innerHTML = now.innerHTML; }
      setTimeout(follow, 2000);
    }).catch(function () { setTimeout(follow, 5000); });
  }
  if (document.querySelector("[data-live]")) { setTimeout(follow, 1500); }
})();
