-- AlterTable
ALTER TABLE "ConnectionTokens" ADD COLUMN     "refreshDueAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "RefreshIntent" (
    "connectionId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "attemptId" TEXT NOT NULL,
    "tokenVersion" INTEGER NOT NULL,
    "tokenFingerprint" BYTEA NOT NULL,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RefreshIntent_pkey" PRIMARY KEY ("connectionId")
);

-- CreateTable
CREATE TABLE "TokenEndpoint" (
    "id" TEXT NOT NULL,
    "failureCount" INTEGER NOT NULL DEFAULT 0,
    "openUntil" TIMESTAMPTZ(3),
    "budgetLeft" DOUBLE PRECISION NOT NULL,
    "budgetAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TokenEndpoint_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RefreshIntent_startedAt_idx" ON "RefreshIntent"("startedAt");

-- CreateIndex
CREATE INDEX "RefreshIntent_workspaceId_idx" ON "RefreshIntent"("workspaceId");

-- CreateIndex
CREATE INDEX "ConnectionTokens_refreshDueAt_idx" ON "ConnectionTokens"("refreshDueAt");

-- AddForeignKey
ALTER TABLE "RefreshIntent" ADD CONSTRAINT "RefreshIntent_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
