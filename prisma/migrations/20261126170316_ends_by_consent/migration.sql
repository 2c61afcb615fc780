-- CreateIndex
CREATE INDEX "Connection_integrationId_lastAuthorizedAt_idx" ON "Connection"("integrationId", "lastAuthorizedAt");
