// Says that a browser is too old before the page's modules fail in it. Written in the JavaScript of 2009 on purpose.
(function () {
  var note = document.getElementById("old-browser");
  // Whatever the modules lean on: Chrome 92, Safari 15.4, Firefox 103. randomUUID is hidden where a page is not secure.
  var enough = "noModule" in HTMLScriptElement.prototype
    && String.prototype.replaceAll
    && Element.prototype.replaceChildren
    && window.HTMLDialogElement
    && window.indexedDB
    && window.BroadcastChannel
    && navigator.locks !== undefined
    && (window.isSecureContext === false || (window.crypto && crypto.randomUUID));
  if (note && !enough) { note.hidden = false; }
})();
