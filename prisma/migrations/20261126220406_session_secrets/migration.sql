-- The sessions so far have an id and no secret of their own: they end, and people sign in again.
DELETE FROM "Session";

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "endedWithRole" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "secretHash" BYTEA NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Session_secretHash_key" ON "Session"("secretHash");
