-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "wantedScopes" TEXT[] DEFAULT ARRAY[]::TEXT[];
