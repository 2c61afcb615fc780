-- CreateEnum
CREATE TYPE "ShareLevel" AS ENUM ('read', 'use', 'manage');

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "name" TEXT,
ADD COLUMN     "shareLevel" "ShareLevel";

-- What is shared so far is used with every method.
UPDATE "Connection" SET "shareLevel" = 'use' WHERE "isShared";

-- AddConstraint
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_shareLevel_check" CHECK ("isShared" = ("shareLevel" IS NOT NULL));

-- CreateIndex
CREATE INDEX "Connection_shared_idx" ON "Connection"("workspaceId", "createdAt" DESC, "id" DESC) WHERE "isShared";
