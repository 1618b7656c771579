variable "import_spf" {
  description = "Cloudflare's record id, 32 hexadecimal characters, of: clinic.example. 3600 IN TXT \"v=spf1 exists:%%{i}.spf.example \\\"$${x}\\\" -all\""
  nullable    = false
  type        = string
}

import {
  to = cloudflare_dns_record.mx1-eu
  id = "023e105f4ecef8ad9ca31a8372d0c353/372e67954025e0ba6aaa6d586b9e0b03"
}

import {
  to = cloudflare_dns_record.mx2-eu
  id = "023e105f4ecef8ad9ca31a8372d0c353/372e67954025e0ba6aaa6d586b9e0b04"
}

import {
  to = cloudflare_dns_record.spf
  id = "023e105f4ecef8ad9ca31a8372d0c353/${var.import_spf}"
}
