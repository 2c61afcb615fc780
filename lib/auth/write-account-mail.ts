interface Contents {
  subject: string;
  text: string;
  html: string;
}

/** The e-mail with a link to a new password. Nothing in it was typed by anybody. */
export function writeReset(link: string): Contents {
  return write("A new password for Mooring", [
    "Somebody, probably you, asked for a new password for your account in Mooring. Open this link within 60 minutes to choose one. It works once, and a newer one ends it.",
    { link },
    "If it was not you, leave it: your password stays as it is.",
  ]);
}

/** The e-mail that tells what happened to an account. */
export function writeNotice(kind: "password_changed" | "second_factor_off", origin: string): Contents {
  if (kind === "password_changed") {
    return write("Your password for Mooring was changed", [
      "The password of your account in Mooring was changed a moment ago, and whoever was signed in with the old one is signed out.",
      "If it was not you, ask for a new password here, and tell whoever runs this Mooring:",
      { link: `${origin}/forgot-password` },
    ]);
  }
  return write("Your second factor for Mooring is off", [
    "The second factor of your account in Mooring was switched off. From now on your password alone signs you in.",
    "If it was neither you nor somebody whom you asked, change your password, switch it on again, and tell whoever runs this Mooring:",
    { link: `${origin}/settings/account` },
  ]);
}

// Plain text, and the same as plain HTML. An address of ours holds no character that HTML would read (D-24).
function write(subject: string, parts: (string | { link: string })[]): Contents {
  return {
    subject,
    text: parts.map((part) => (typeof part === "string" ? part : part.link)).join("\n\n"),
    html: parts
      .map((part) =>
        typeof part === "string" ? `<p>${part}</p>` : `<p><a href="${part.link}">${part.link}</a></p>`,
      )
      .join(""),
  };
}
