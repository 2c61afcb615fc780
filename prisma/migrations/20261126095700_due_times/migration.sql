-- Tokens from before the worker renewed ahead of time: due between 80 and 95 % of their life, as new ones are.
UPDATE "ConnectionTokens"
SET "refreshDueAt" = "obtainedAt" + ("expiresAt" - "obtainedAt") * (0.8 + 0.15 * random())
WHERE "refreshDueAt" IS NULL AND "expiresAt" > "obtainedAt" AND "refreshTokenSealed" IS NOT NULL;
