-- CreateEnum
CREATE TYPE "NoticeMailChoice" AS ENUM ('none', 'needed', 'all');

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "nextMailAt" TIMESTAMPTZ(3),
ADD COLUMN     "noticeMail" "NoticeMailChoice" NOT NULL DEFAULT 'needed';

-- CreateTable
CREATE TABLE "NoticeMail" (
    "noticeId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "NoticeMail_pkey" PRIMARY KEY ("workspaceId","userId","noticeId")
);

-- CreateIndex
CREATE INDEX "NoticeMail_noticeId_idx" ON "NoticeMail"("noticeId");

-- AddForeignKey
ALTER TABLE "NoticeMail" ADD CONSTRAINT "NoticeMail_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeMail" ADD CONSTRAINT "NoticeMail_workspaceId_userId_fkey" FOREIGN KEY ("workspaceId", "userId") REFERENCES "Membership"("workspaceId", "userId") ON DELETE CASCADE ON UPDATE CASCADE;
