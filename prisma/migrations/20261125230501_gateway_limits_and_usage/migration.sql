-- CreateEnum
CREATE TYPE "IdempotentState" AS ENUM ('running', 'answered', 'too_large');

-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "allowedConnectionIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "allowedMethods" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "allowedPathPrefixes" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "ConnectionCooldown" (
    "connectionId" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConnectionCooldown_pkey" PRIMARY KEY ("connectionId")
);

-- CreateTable
CREATE TABLE "IdempotentCall" (
    "id" BYTEA NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "requestHash" BYTEA NOT NULL,
    "state" "IdempotentState" NOT NULL DEFAULT 'running',
    "status" INTEGER,
    "answerSealed" BYTEA,
    "keyId" TEXT,
    "runsUntil" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotentCall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageBucket" (
    "connectionId" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(0) NOT NULL,
    "seconds" INTEGER NOT NULL,
    "callerId" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "statusClass" INTEGER NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "bytesIn" BIGINT NOT NULL,
    "bytesOut" BIGINT NOT NULL,
    "addedMs" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "UsageBucket_pkey" PRIMARY KEY ("connectionId","startedAt","seconds","callerId","host","statusClass")
);

-- CreateIndex
CREATE INDEX "ConnectionCooldown_until_idx" ON "ConnectionCooldown"("until");

-- CreateIndex
CREATE INDEX "IdempotentCall_expiresAt_idx" ON "IdempotentCall"("expiresAt");

-- CreateIndex
CREATE INDEX "IdempotentCall_workspaceId_idx" ON "IdempotentCall"("workspaceId");

-- CreateIndex
CREATE INDEX "UsageBucket_integrationId_startedAt_idx" ON "UsageBucket"("integrationId", "startedAt");

-- CreateIndex
CREATE INDEX "UsageBucket_workspaceId_idx" ON "UsageBucket"("workspaceId");

-- CreateIndex
CREATE INDEX "UsageBucket_seconds_startedAt_idx" ON "UsageBucket"("seconds", "startedAt");
