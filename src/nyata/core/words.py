"""A root for the eye and the ear: eight words to be read aloud at an apel, and text in groups to be compared on paper.

The list is fixed for good: a page printed today is compared with one of years ago. The words name 64 bits of the root.
They catch a misreading and a log changed afterwards; who must be certain compares the whole root.
"""

from nyata.core.merkle import HASH_BYTES

SPOKEN = 8
# Sorted, four to eight letters; the first four tell a word, and no two are one letter apart.
_LIST = """
abadi adat ajaib aksara alir anggur angin anyam apel ayun bahasa bakau balon bangku bantal baris belut bemo
benih berita besar biru bisik bola bonang botol buah bubur budaya burung cabai cahaya cangkir cantik cemara
cendana cengkih cepat cermin cicak cincin cokelat contoh cuci cuka dahan dapur debu delima delman dengar derap
dinding dokar dompet duduk dunia ekor elang emas embun engsel gading gajah gambar gamelan ganda garam gembala
gergaji gerobak gigi gitar goreng gosok gugus gulung hadir halaman halus hangat harapan hijau hitung huruf
ijuk ikan ilmu imbang indah irama istana jagung jahit jambu janji jawab jenaka jendela jeruk jumlah kaca kado
kampung kancil kasur kecil kedai kejora kelapa kertas kijang kilat kopi koran kucing kunyit kursi kutub lampu
lancar lapang laut ledeng lemari lembah lemon lengkap lentera letak lidah lilin lintas listrik logam lompat
lonceng lukis lumbung mangga meja melati mendung mentari merdu mesin mimpi minum mobil mosaik murid musang
mutiara nanas nasi negeri nelayan nyala nyaman nyanyi nyiur obor ombak ongkos pabrik pagar pantai patuh payung
pepaya perahu petani piano pikir pintu pipa piring pohon poros prangko pulau puncak purnama pusat putra racik
rajut rancang redup rempah resep rimba ringan riwayat roda rombong rujak rukun rumput sahabat salju sampan
sawi sayap sekolah selam semut sendok sepatu serbuk sering setia sinar singkat sirih soal sore suhu sungai
surya syair tabuh tapak tebal telaga tembok tempe tepung teratai tidur tikar timun tinggi tirai toko tolong
tombol tradisi tugas tukang tulip tumpeng udang ulet umbi ungu usaha waktu warna wayang wijen wilayah wortel
wujud yakin zaitun
"""
WORDS = tuple(_LIST.split())


def spoken(root: bytes) -> tuple[str, ...]:
    """Eight words for the first eight bytes of a root (32 bytes); byte 0 is the first word of the list."""
    if len(root) != HASH_BYTES:
        raise ValueError("a root has 32 bytes")
    return tuple(WORDS[byte] for byte in root[:SPOKEN])


def grouped(text: str, letters: int = 4) -> str:
    """Text such as hex or base64 in groups with a space between them, so that a reader does not lose the place."""
    return " ".join(text[at : at + letters] for at in range(0, len(text), letters))
