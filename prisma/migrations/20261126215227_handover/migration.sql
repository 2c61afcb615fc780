-- CreateEnum
CREATE TYPE "Handover" AS ENUM ('confirm', 'withdraw', 'consent');

-- DropIndex
DROP INDEX "Revocation_connectionId_key";

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "authorizedById" TEXT,
ADD COLUMN     "handedOverById" TEXT,
ADD COLUMN     "handover" "Handover";

-- Nothing else is known of what is there so far.
UPDATE "Connection" SET "authorizedById" = "ownerId";

ALTER TABLE "Connection" ALTER COLUMN "authorizedById" SET NOT NULL;

-- CreateIndex
CREATE INDEX "Revocation_connectionId_idx" ON "Revocation"("connectionId");

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_authorizedById_fkey" FOREIGN KEY ("authorizedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_handedOverById_fkey" FOREIGN KEY ("handedOverById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddConstraint
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_handover_check" CHECK (("handover" IS NULL) = ("handedOverById" IS NULL));

-- CreateIndex
CREATE INDEX "Connection_handover_idx" ON "Connection"("workspaceId", "handedOverById") WHERE "handover" IS NOT NULL;
