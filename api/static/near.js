// Asks the browser where it is, when somebody presses the button, and sends that to a hundred metres with the form. Without
// script the page leads to the lists by district.
(function () {
  "use strict";
  var near = document.querySelector("form[data-near]");
  var look = near && near.querySelector("[data-near-button]");
  if (look && navigator.geolocation) {
    var said = near.querySelector("[data-near-said]");
    var say = function (what) { said.textContent = what ? said.getAttribute("data-" + what) : ""; };
    look.hidden = false;
    look.addEventListener("click", function (event) {
      event.preventDefault();
      say("waits");
      navigator.geolocation.getCurrentPosition(function (found) {
        say("");
        near.elements.latitude.value = found.coords.latitude.toFixed(3);
        near.elements.longitude.value = found.coords.longitude.toFixed(3);
        near.submit();
      }, function (fault) { say(fault.code === 1 ? "denied" : "fails"); }, { maximumAge: 60000, timeout: 15000 });
    });
  }
})();
