/* A button for printing, where there is script; the browser's own menu does it too. */
(function () {
  "use strict";
  var buttons = document.querySelectorAll("[data-print]"), i;
  function print() { window.print(); }
  for (i = 0; i < buttons.length; i++) {
    buttons[i].hidden = false;
    buttons[i].addEventListener("click", print);
  }
}());
