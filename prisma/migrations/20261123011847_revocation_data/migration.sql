-- AlterTable
ALTER TABLE "Revocation" ADD COLUMN     "data" JSONB;
