/* Proof of work for a form: finds the counter that the challenge asks for, in slices
   that leave the page usable, and puts the proof into its hidden field. Old syntax on
   purpose: it runs where people's phones are. Without it the slow lane is open. */
(function () {
  "use strict";
  var SLICE = 30;
  var K = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  ];

  /* SHA-256 of one block of 16 words, already padded. */
  function digest(block) {
    var w = [], i, t1, t2, s0, s1, x;
    var a = 0x6a09e667, b = 0xbb67ae85 | 0, c = 0x3c6ef372, d = 0xa54ff53a | 0;
    var e = 0x510e527f, f = 0x9b05688c | 0, g = 0x1f83d9ab, h = 0x5be0cd19;
    var start = [a, b, c, d, e, f, g, h], end;
    for (i = 0; i < 64; i++) {
      if (i < 16) {
        w[i] = block[i] | 0;
      } else {
        x = w[i - 15];
        s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        x = w[i - 2];
        s1 = ((x >>> 17) | (x << 15)) ^ ((x >>> 19) | (x << 13)) ^ (x >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0;
      d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    end = [a, b, c, d, e, f, g, h];
    for (i = 0; i < 8; i++) { end[i] = (end[i] + start[i]) | 0; }
    return end;
  }

  function words(hex) {
    var out = [], i;
    for (i = 0; i < hex.length; i += 8) { out.push(parseInt(hex.substr(i, 8), 16) | 0); }
    return out;
  }

  function hex(found) {
    var out = "", i;
    for (i = 0; i < found.length; i++) {
      out += ("00000000" + (found[i] >>> 0).toString(16)).slice(-8);
    }
    return out;
  }

  /* salt (16 bytes), nonce (16), counter (4), then the padding of a 36-byte message. */
  function solve(parameters, done) {
    var block = words(parameters.salt + parameters.nonce);
    var first = words(parameters.keyPrefix.substr(0, 8))[0];
    var counter = 0;
    block.push(0, 0x80000000 | 0, 0, 0, 0, 0, 0, 288);
    function slice() {
      var until = new Date().getTime() + SLICE, found, i;
      do {
        for (i = 0; i < 64; i++, counter++) {
          block[8] = counter;
          found = digest(block);
          if (found[0] === first && hex(found).indexOf(parameters.keyPrefix) === 0) {
            done(counter, hex(found));
            return;
          }
        }
      } while (new Date().getTime() < until);
      window.setTimeout(slice, 4);
    }
    slice();
  }

  function understood(parameters) {
    return parameters.algorithm === "SHA-256" && parameters.cost === 1 &&
      parameters.keyLength === 32 && parameters.keyPrefix.length >= 8;
  }

  /* Hold a submission until the proof is there and the minimum time is over. */
  function enhance(field) {
    var challenge = JSON.parse(field.getAttribute("data-challenge"));
    var least = 1000 * (parseInt(field.getAttribute("data-minimum"), 10) || 0);
    var opened = new Date().getTime();
    var form = field.form, note = form.querySelector("[data-effort-note]");
    var waiting = null;
    if (!understood(challenge.parameters)) { return; }

    function send() {
      var copy;
      if (waiting.name) {
        copy = document.createElement("input");
        copy.type = "hidden";
        copy.name = waiting.name;
        copy.value = waiting.value;
        form.appendChild(copy);
      }
      HTMLFormElement.prototype.submit.call(form);
    }

    function sendWhenReady() {
      var left = opened + least - new Date().getTime();
      if (waiting && field.value) { window.setTimeout(send, Math.max(0, left)); }
    }

    form.addEventListener("submit", function (event) {
      var left = opened + least - new Date().getTime();
      if (event.defaultPrevented || (field.value && left <= 0)) { return; }
      event.preventDefault();
      if (waiting) { return; }
      waiting = event.submitter || document.activeElement || {};
      if (waiting.form !== form) { waiting = {}; }
      if (note) { note.hidden = false; }
      sendWhenReady();
    });

    solve(challenge.parameters, function (counter, key) {
      field.value = window.btoa(JSON.stringify({
        challenge: challenge,
        solution: { counter: counter, derivedKey: key }
      }));
      sendWhenReady();
    });
  }

  function start() {
    var fields = document.querySelectorAll("input[data-challenge]"), i;
    for (i = 0; i < fields.length; i++) {
      if (!fields[i].value) { enhance(fields[i]); }
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
}());
