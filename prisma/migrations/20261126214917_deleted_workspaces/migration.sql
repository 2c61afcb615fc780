-- CreateTable
CREATE TABLE "DeletedWorkspace" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "auditDays" INTEGER,
    "deletedById" TEXT NOT NULL,
    "deletedAt" TIMESTAMPTZ(3) NOT NULL,
    "clearedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeletedWorkspace_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DeletedWorkspace_clearedAt_deletedAt_idx" ON "DeletedWorkspace"("clearedAt", "deletedAt");
