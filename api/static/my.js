// Optional: the form works without it. While a part of an application is filled in, the server is asked how the conditions stand.
(function () {
  "use strict";
  var form = document.querySelector("form[data-check]");
  var shown = document.getElementById("conditions");
  if (!form || !shown || !window.fetch) { return; }
  var wait;
  var asked = 0;
  function check() {
    var mine = ++asked;
    var body = new URLSearchParams(new FormData(form));
    fetch(form.getAttribute("data-check"), { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.text() : null;
    }).then(function (html) {
      // An answer that a later one has overtaken says what is no longer typed.
      if (html !== null && mine === asked) { shown.innerHTML = html; }
    }).catch(function () { /* the server is away: saving tells */ });
  }
  form.addEventListener("input", function () { clearTimeout(wait); wait = setTimeout(check, 400); });
})();
