# Varnish before the portal. In the portal's environment:
#   PAGE_TAGS_HEADER=xkey  FRONT_CACHES=http://127.0.0.1:6081/
# It keeps what the portal says may be kept (X-Accel-Expires, seconds), one page for
# readers of the usual view and one for the elder view, and forgets by tag at PURGE.
vcl 4.1;

import std;

backend portal {
    .host = "127.0.0.1";
    .port = "8000";
}

# The machines whose relay may say PURGE.
acl relays {
    "127.0.0.1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (!client.ip ~ relays) {
            return (synth(405));
        }
        # xkey-purge: "page:12 suggestions"; as a pattern: (page:12|suggestions)
        set req.http.X-Tags = regsuball(req.http.xkey-purge, " +", "|");
        if (std.ban("obj.http.xkey ~ (^|\s)(" + req.http.X-Tags + ")(\s|$)")) {
            return (synth(200, "Purged"));
        }
        # The relay sends it again.
        return (synth(500, std.ban_error()));
    }
    # No visitor's address is handed on.
    unset req.http.X-Forwarded-For;
    unset req.http.X-Elder;
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.http.Authorization || req.http.Cookie ~ "(^|;\s*)(sessionid|messages)=") {
        return (pass);
    }
    if (req.http.Cookie ~ "(^|;\s*)elder=1(;|$)") {
        set req.http.X-Elder = "1";
    }
    return (hash);
}

sub vcl_hash {
    hash_data(req.http.X-Elder);
    # The portal writes whole addresses: those of http are not those of https.
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    # Kept for as long as the portal says, and only what it tagged.
    if (beresp.http.xkey && beresp.http.X-Accel-Expires && !beresp.http.Set-Cookie) {
        set beresp.ttl = std.duration(beresp.http.X-Accel-Expires + "s", 0s);
        # The cookie's part in the answer is in the hash.
        set beresp.http.Vary = "Accept-Encoding";
    } else {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
    }
}

sub vcl_deliver {
    unset resp.http.xkey;
    unset resp.http.X-Accel-Expires;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    unset resp.http.Age;
    # Browsers ask each time; the tag of the elder view is another one.
    if (resp.http.Vary) {
        set resp.http.Vary = "Accept-Encoding, Cookie";
    }
}
