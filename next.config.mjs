/** @type {import("next").NextConfig} */
export default {
  typedRoutes: true,
  poweredByHeader: false,
  // In development Next prints each address; the callback's holds a code.
  logging: { incomingRequests: { ignore: [/^\/oauth2?\/callback/] } },
  reactStrictMode: true,
  compress: true,
  // `npm run verify` checks the types; `npm start` need not do it again.
  typescript: { ignoreBuildErrors: true },
  // No picture is fetched or resized by the server (P-14).
  images: { unoptimized: true },
  // Native parts, and what must be the same instance as the server's own.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "graphile-worker",
    "pg",
    "pino",
    "undici",
  ],
  turbopack: { root: import.meta.dirname },
  // A cache on disk would make the one build of a machine slower, and remembers failures.
  experimental: { turbopackFileSystemCacheForBuild: false },
};
