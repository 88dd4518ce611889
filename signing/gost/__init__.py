"""GOST R 34.10-2012 and Streebog (GOST R 34.11-2012) for pyHanko and asn1crypto, which know neither.

RFC 7091, RFC 6986; their place in X.509 and CMS: RFC 9215, R 1323565.1.023-2018 and 1.025-2019. `gostcrypto` decides
every signature: a machine without any other program validates. Nothing here signs, keeps a key or makes a certificate.
"""
