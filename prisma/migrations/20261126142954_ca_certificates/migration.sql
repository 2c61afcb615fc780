-- AlterTable
ALTER TABLE "Integration" ADD COLUMN     "caCertificates" TEXT NOT NULL DEFAULT '';
