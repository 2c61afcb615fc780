-- AlterTable
ALTER TABLE "Revocation" ADD COLUMN     "applicationOverrideId" TEXT,
ADD COLUMN     "runtimeOverrideId" TEXT;
