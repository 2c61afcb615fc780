-- AlterTable
ALTER TABLE "Api" ADD COLUMN     "documentSchemes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "documentServers" JSONB NOT NULL DEFAULT '[]';
