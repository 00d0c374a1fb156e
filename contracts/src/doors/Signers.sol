// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IDoor} from "../interfaces/IDoor.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {Signer} from "../libraries/Types.sol";

/// @dev The signers of a door: keys, or registered ERC-7913 verifiers; alone or several of them.
abstract contract Signers is IDoor {
    IMarketMaster public immutable MASTER;

    // one word, which every act reads: most doors have no other signer than one plain key
    address private _firstKey;
    uint64 private _generation;
    uint8 public signerCount;
    uint8 public threshold;
    /// @dev Somebody asked for the replacement of the door's key.
    bool internal _recovering;

    mapping(bytes32 key => bool) private _signers;

    constructor(IMarketMaster master) {
        MASTER = master;
    }

    /// @inheritdoc IDoor
    function isSigner(bytes memory signer) public view returns (bool) {
        return signer.length == 20 ? _isKey(address(bytes20(signer))) : _signers[_slot(keccak256(signer))];
    }

    function _isKey(address key) private view returns (bool) {
        return key == _firstKey ? key != address(0) : _signers[_slot(keccak256(abi.encodePacked(key)))];
    }

    /// @dev No door has fewer signers than this.
    function _fewestSigners() internal pure virtual returns (uint8) {
        return 1;
    }

    function _requireUsable(Signer memory signer) internal view {
        bool known = _isPlain(signer) ? signer.key != address(0) : MASTER.isVerifier(signer.key);
        require(known, DoorUnknownVerifier(signer.key));
    }

    function _addSigner(Signer memory signer) internal {
        _requireUsable(signer);
        require(!isSigner(_bytesOf(signer)), DoorSignerExists(signer.key));
        if (_firstKey == address(0) && _isPlain(signer)) _firstKey = signer.key;
        else _signers[_slotOf(signer)] = true;
        signerCount += 1;
        emit SignerAdded(signer.key, signer.x, signer.y);
    }

    function _removeSigner(Signer memory signer) internal {
        require(isSigner(_bytesOf(signer)), DoorNotASigner(_bytesOf(signer)));
        uint8 fewest = threshold < _fewestSigners() ? _fewestSigners() : threshold;
        require(signerCount > fewest, DoorNeedsItsSigners(signerCount - 1, fewest));
        if (_isPlain(signer) && _firstKey == signer.key) _firstKey = address(0);
        else delete _signers[_slotOf(signer)];
        signerCount -= 1;
        emit SignerRemoved(signer.key, signer.x, signer.y);
    }

    function _setThreshold(uint8 needed) internal {
        require(needed != 0 && needed <= signerCount, DoorThresholdOutOfRange(needed, signerCount));
        threshold = needed;
        emit ThresholdSet(needed);
    }

    /// @dev A new generation: every earlier signer is void at once, without counting them.
    function _replaceSigners(Signer[] memory signers, uint8 needed) internal {
        (_generation, signerCount, _firstKey) = (_generation + 1, 0, address(0));
        emit SignersReplaced(_generation);
        for (uint256 i; i < signers.length; ++i) {
            _addSigner(signers[i]);
        }
        _setThreshold(needed);
    }

    function _requireSigned(bytes32 digest, bytes[] calldata signers, bytes[] calldata signatures) internal view {
        if (areSigned(digest, signers, signatures)) return;
        for (uint256 i; i < signers.length; ++i) {
            require(isSigner(signers[i]), DoorNotASigner(signers[i]));
        }
        revert DoorBadSignature();
    }

    /// @inheritdoc IDoor
    /// @dev Plain keys, as most signers are, are recovered without a look at their code; everything else the library checks.
    function areSigned(bytes32 digest, bytes[] calldata signers, bytes[] calldata signatures) public view returns (bool) {
        if (_areSignedByKeys(digest, signers, signatures)) return true;
        for (uint256 i; i < signers.length; ++i) {
            if (!isSigner(signers[i])) return false;
        }
        return SignatureChecker.areValidSignaturesNow(digest, signers, signatures);
    }

    function _areSignedByKeys(bytes32 digest, bytes[] calldata signers, bytes[] calldata signatures)
        private
        view
        returns (bool)
    {
        if (signers.length != signatures.length) return false;
        bytes32 last;
        for (uint256 i; i < signers.length; ++i) {
            bytes32 id = keccak256(signers[i]);
            (address key,,) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            bool its = signers[i].length == 20 && address(bytes20(signers[i])) == key && _isKey(key);
            if (!its || id <= last) return false; // ascending: nobody signs twice
            last = id;
        }
        return true;
    }

    function _slotOf(Signer memory signer) private view returns (bytes32) {
        return _slot(keccak256(_bytesOf(signer)));
    }

    function _slot(bytes32 signerHash) private view returns (bytes32) {
        return keccak256(abi.encode(_generation, signerHash));
    }

    /// @dev A key, and no verifier with a point.
    function _isPlain(Signer memory signer) private pure returns (bool) {
        return signer.x == 0 && signer.y == 0;
    }

    function _bytesOf(Signer memory signer) private pure returns (bytes memory) {
        return _isPlain(signer)
            ? abi.encodePacked(signer.key)
            : abi.encodePacked(signer.key, signer.x, signer.y);
    }
}
