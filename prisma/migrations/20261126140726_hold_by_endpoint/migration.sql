-- AlterTable
ALTER TABLE "ConnectionTokens" ADD COLUMN     "heldByEndpoint" TEXT;

-- CreateIndex
CREATE INDEX "ConnectionTokens_heldByEndpoint_idx" ON "ConnectionTokens"("heldByEndpoint");
