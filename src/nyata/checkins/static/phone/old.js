// For browsers without modules: says that this one is too old. Written in the JavaScript of 2009 on purpose.
(function () {
  var note = document.getElementById("old-browser");
  if (note) { note.hidden = false; }
})();
