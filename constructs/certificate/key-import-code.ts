/**
 * C# that Windows PowerShell compiles on the server: what no cmdlet can do.
 *
 * ACM hands the key out encrypted, as PKCS #8 with PBES2 and AES-256
 * (https://docs.aws.amazon.com/acm/latest/userguide/export-private.html), which nothing on a Windows Server turns
 * into a PFX: certutil and Import-PfxCertificate do not read it, and .NET Framework has no PEM. The Windows key
 * storage provider does
 * (https://learn.microsoft.com/windows/win32/api/ncrypt/nf-ncrypt-ncryptimportkey, NCRYPTBUFFER_PKCS_SECRET); it is
 * how later versions of .NET import such keys too. The key comes out without a name, in memory only, and goes on
 * into the older cryptographic provider, because Exchange signs nobody in to Outlook on the web with a key of the
 * newer one (https://support.microsoft.com/topic/44f8b0c0-037d-77f6-6bb1-98c7a292048d). No PFX is made at all.
 *
 * C# 5, which is what the compiler of .NET Framework 4 reads.
 */
export const KEY_IMPORT_CODE = `
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Win32.SafeHandles;

namespace ProtectedExchange
{
    public static class KeyImport
    {
        // Adds the certificate with its key to the machine's own store; the key cannot leave it again.
        public static void Add(X509Certificate2 certificate, byte[] encryptedKey, byte[] passphrase)
        {
            RSAParameters key = Decrypted(encryptedKey, passphrase);
            try
            {
                CspParameters place = new CspParameters(
                    12, "Microsoft RSA SChannel Cryptographic Provider", "protected-exchange-" + Guid.NewGuid());
                place.KeyNumber = (int)KeyNumber.Exchange;
                place.Flags = CspProviderFlags.UseMachineKeyStore | CspProviderFlags.UseNonExportableKey;
                using (RSACryptoServiceProvider rsa = new RSACryptoServiceProvider(2048, place))
                {
                    // Until all is done, disposing deletes the container with the key.
                    rsa.PersistKeyInCsp = false;
                    rsa.ImportParameters(key);
                    // Refuses the key of another certificate.
                    certificate.PrivateKey = rsa;
                    X509Store store = new X509Store(StoreName.My, StoreLocation.LocalMachine);
                    store.Open(OpenFlags.ReadWrite | OpenFlags.OpenExistingOnly);
                    try
                    {
                        store.Add(certificate);
                    }
                    finally
                    {
                        store.Close();
                    }
                    rsa.PersistKeyInCsp = true;
                }
            }
            finally
            {
                foreach (byte[] part in new byte[][] { key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ })
                {
                    Array.Clear(part, 0, part.Length);
                }
            }
        }

        private static RSAParameters Decrypted(byte[] encryptedKey, byte[] passphrase)
        {
            int length = 2 * (passphrase.Length + 1);
            IntPtr secret = Marshal.AllocHGlobal(length);
            IntPtr buffer = Marshal.AllocHGlobal(Marshal.SizeOf(typeof(NCryptBuffer)));
            try
            {
                // UTF-16, with the zero that ends it.
                for (int index = 0; index < passphrase.Length; index++)
                {
                    Marshal.WriteInt16(secret, 2 * index, passphrase[index]);
                }
                Marshal.WriteInt16(secret, 2 * passphrase.Length, 0);
                NCryptBuffer content = new NCryptBuffer { Length = length, Type = PkcsSecret, Data = secret };
                Marshal.StructureToPtr(content, buffer, false);
                NCryptBufferDesc parameters = new NCryptBufferDesc { Version = 0, Count = 1, Buffers = buffer };
                SafeNCryptProviderHandle provider;
                Check(NCryptOpenStorageProvider(out provider, "Microsoft Software Key Storage Provider", 0));
                using (provider)
                {
                    SafeNCryptKeyHandle handle;
                    Check(NCryptImportKey(provider, IntPtr.Zero, "PKCS8_PRIVATEKEY", ref parameters, out handle,
                        encryptedKey, encryptedKey.Length, Silent));
                    using (handle)
                    using (CngKey key = CngKey.Open(handle, CngKeyHandleOpenOptions.EphemeralKey))
                    {
                        // The key has no name and lives in this process alone; it goes on to the provider that
                        // Exchange supports.
                        int policy = (int)(CngExportPolicies.AllowExport | CngExportPolicies.AllowPlaintextExport);
                        key.SetProperty(new CngProperty(
                            "Export Policy", BitConverter.GetBytes(policy), CngPropertyOptions.None));
                        using (RSACng rsa = new RSACng(key))
                        {
                            return rsa.ExportParameters(true);
                        }
                    }
                }
            }
            finally
            {
                for (int index = 0; index < length; index++)
                {
                    Marshal.WriteByte(secret, index, 0);
                }
                Marshal.FreeHGlobal(secret);
                Marshal.FreeHGlobal(buffer);
            }
        }

        private const int PkcsSecret = 46;
        private const int Silent = 0x40;

        private static void Check(int status)
        {
            if (status != 0)
            {
                throw new Win32Exception(status);
            }
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct NCryptBuffer
        {
            public int Length;
            public int Type;
            public IntPtr Data;
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct NCryptBufferDesc
        {
            public int Version;
            public int Count;
            public IntPtr Buffers;
        }

        [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)]
        private static extern int NCryptOpenStorageProvider(
            out SafeNCryptProviderHandle provider, string name, int flags);

        [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)]
        private static extern int NCryptImportKey(SafeNCryptProviderHandle provider, IntPtr importKey,
            string blobType, ref NCryptBufferDesc parameters, out SafeNCryptKeyHandle key, byte[] data, int length,
            int flags);
    }
}
`.trim();
