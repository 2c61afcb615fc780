interface Places {
  /** `host:port` that the token may go to. */
  allowed: string;
  /** `host:port` of a listener that must never see it. */
  foreign: string;
  /** Another port of the allowed host, listened on too. */
  foreignPort: number;
}

/** Spellings that one parser reads as the allowed origin and another as somewhere else (P-01, P-05). */
export function urlConfusions(places: Places): string[] {
  const { allowed, foreign } = places;
  return [
    ...slashes(foreign),
    ...schemes(allowed, foreign),
    ...userinfo(allowed, foreign),
    ...hosts(places),
    ...ports(places),
    ...paths(foreign),
  ];
}

function slashes(foreign: string): string[] {
  const starts = [
    ..."//|///|////|/\\|\\\\|\\/|/\\/|\\|/%2F/|/%2f|%2f%2f|/%5c|%5c%5c|%5c/|/;//|/.//".split("|"),
    ..."/\t|/%09/|/\t/|/\n/|/\r\n/| //|\t//|\n//|\u00a0//|\u2028//|\u3000//|\ufeff//|/./|.//".split("|"),
    ..."／／|/／|⁄⁄|∕∕|＼＼|@|:@|.|-|,|;@|:80@|{|${|%00//|/%0d%0a//|/?//|/#//|?//".split("|"),
  ];
  return starts.map((start) => `${start}${foreign}/`);
}

function schemes(allowed: string, foreign: string): string[] {
  return [
    ...(
      "http:|https:|http:/|https:/|http:\\|http:\\\\|http:///|http:////|HTTP://|hTtPs://|" +
      "http://|https://"
    ).split("|"),
    ...(
      "ht\ntp://|ht\ttp://|\nhttp://|\0http://| http://|http ://|http: //|http:// |http:%2f%2f|" +
      "http:%5c%5c|http%3A//"
    ).split("|"),
    ...(
      "ftp://|ws://|wss://|gopher://|ldap://|blob:http://|view-source:http://|url:http://|" +
      "http:http://|//http://|mailto:x@"
    ).split("|"),
  ]
    .map((start) => `${start}${foreign}/`)
    .concat([
      `https://${allowed}/`,
      `ws://${allowed}/`,
      `ftp://${allowed}/`,
      `httpx://${allowed}/`,
      `http:${allowed}/`,
      `//${allowed}/`,
    ])
    .concat([
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "unix:/var/run/docker.sock",
      "about:blank",
    ])
    .concat(
      (
        "http+unix://%2Fvar%2Frun%2Fdocker.sock/|http://|https://|http:|:|://|http://?|http://#|" + "http://@"
      ).split("|"),
    );
}

function userinfo(allowed: string, foreign: string): string[] {
  const between = (
    "@|:x@|%40|%2540|\\@|#@|?@|/@|;@|&@|%00@|%0a@|\n@|\t@| @|%20@|%5c@|%23@|%2f@|,|%2c|\\|" + "%ff@|。@|＠"
  ).split("|");
  return [
    ...between.map((middle) => `http://${allowed}${middle}${foreign}/`),
    ...between.map((middle) => `http://${foreign}${middle}${allowed}/`),
    ...[
      `http://user@${allowed}/`,
      `http://user:pw@${allowed}/`,
      `http://@${allowed}/`,
      `http://:@${allowed}/`,
    ],
  ];
}

function hosts({ allowed, foreign }: Places): string[] {
  const port = allowed.split(":").at(-1);
  const spellings = [
    ...(
      "2130706433|0x7f000001|0x7f.1|0177.0.0.1|127.1|127.0.1|017700000001|127.0.0.01|" +
      "127.0.0.1.|127.0.0.1..|127.000.000.001"
    ).split("|"),
    ...(
      "１２７.０.０.１|①②⑦.⓪.⓪.①|127。0。0。1|127．0．0．1|127｡0｡0｡1|127.0.0.1%00|127.0.0.1%2e|" +
      "127.0.0.1%20|%31%32%37.0.0.1"
    ).split("|"),
    ...(
      "[::ffff:127.0.0.1]|[::ffff:7f00:1]|[0:0:0:0:0:ffff:127.0.0.1]|[::1]|[::]|[127.0.0.1]|0|" +
      "0.0.0.0|127.0.0.1%25lo|[::1%25lo]"
    ).split("|"),
    ...(
      "localhost|LOCALHOST|localhost.|127.0.0.1\u200b|127.0.0.1\u00ad|127.0.0.1\ufeff|" +
      "127.0.0.1.evil.test|evil-127.0.0.1|x127.0.0.1"
    ).split("|"),
    ...(
      "127.0.0.1.nip.io|127-0-0-1.evil.test|ｅvil.test|evil。test|ⓔvil.test|" +
      "127.0.0.1%2eevil.test|*.0.0.1|127.0.0.1~|127.0.0.1_"
    ).split("|"),
  ];
  return [
    ...[...spellings, ...lookAlikes(allowed.slice(0, allowed.lastIndexOf(":")))].map(
      (host) => `http://${host}:${port}/`,
    ),
    ...[
      `http://${allowed}.evil.test/`,
      `http://${allowed}.${foreign}/`,
      `http://evil.test/${allowed}/`,
      `http://evil.test?${allowed}`,
      `http://evil.test#${allowed}`,
    ],
  ];
}

/** Hosts that a person, or a parser that tidies up, takes for this one. */
function lookAlikes(host: string): string[] {
  const wide = host.replace(/[!-~]/g, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) + 0xfee0));
  const cyrillic = host.replaceAll("a", "а").replaceAll("e", "е").replaceAll("1", "l");
  const around = [`${host}.`, `.${host}`, `${host}..`, `${host}.evil.test`, `evil-${host}`, `evil.${host}`];
  const inside = [
    `${host}%2eevil.test`,
    `${host}。evil.test`,
    `${host}%00.evil.test`,
    `xn--${host}`,
    `*.${host}`,
  ];
  const hidden = ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"].map((char) => `${host}${char}`);
  return [
    wide,
    cyrillic,
    host.replaceAll(".", "。"),
    host.replaceAll(".", "%2e"),
    ...around,
    ...inside,
    ...hidden,
  ];
}

function ports({ allowed, foreignPort }: Places): string[] {
  const host = allowed.slice(0, allowed.lastIndexOf(":"));
  const port = Number(allowed.slice(allowed.lastIndexOf(":") + 1));
  return [
    "",
    ":",
    ":0",
    ":80",
    ":443",
    `:${foreignPort}`,
    `:0${port}`,
    `:+${port}`,
    ":-1",
    ":99999",
    `:${port + 65_536}`,
    `:${port}%20`,
  ]
    .concat([
      `:${port}:${foreignPort}`,
      `:${foreignPort}:${port}`,
      `:${port}0`,
      `:${port}\u0661`,
      `:\uff18\uff10`,
      `:${port}\t`,
      ":0x50",
      `:${port}.0`,
      ":port",
    ])
    .map((suffix) => `http://${host}${suffix}/`);
}

function paths(foreign: string): string[] {
  return [
    ...(
      "..|../|/..|/../|/../../|/x/../..|/x/../../y|./..|.|/.|/./|%2e%2e|%2e%2e/|/%2e%2e/x|" +
      "/%2E%2E/|/.%2e/|/%2e./"
    ).split("|"),
    ...(
      "/..%2f|/..%2F..%2f|/x%2f..%2f..%2fy|/..%5c|/..%5c..%5cx|/%252e%252e/|/%252e%252e%252f|" +
      "/%25252e%25252e/|/..;/|/..;x=1/y"
    ).split("|"),
    ...(
      "/%2e%2e;/|/.;/..|/..%3b/|/．．/|/%ef%bc%8e%ef%bc%8e/|/‥/|/%e2%80%a5/|/%e2%80%a4%e2%80%a4/|" +
      "/%c0%ae%c0%ae/|/%e0%80%ae/|/%u002e%u002e/"
    ).split("|"),
    ...(
      "/..\\|/x\\..\\..|\\..\\|/%00|/x%00/../|/x\0y|/%0d%0aHost:%20evil|/\r\nHost: evil|" +
      " HTTP/1.1\r\nHost: evil\r\n\r\n|/x%0aX:%20y"
    ).split("|"),
    ..."/x#frag|/#|#|/%|/%zz|/%2|*|?||/x//y|/x/%2f/y|/\ud800|/\u007f|/\u0085|/x%7f|/x%1f".split("|"),
    ...[
      `/x?url=http://${foreign}/`,
      `/http://${foreign}/`,
      `/x@${foreign}/`,
      `/@${foreign}`,
      `/;${foreign}`,
      `/x?\r\nHost: ${foreign}`,
      `/x?%0d%0aHost:${foreign}`,
    ],
  ];
}
