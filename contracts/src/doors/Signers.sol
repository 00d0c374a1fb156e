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

    /// @dev One plain key lies beside the numbers: most doors have no other signer, and read one word to know theirs.
    address private _firstKey;
    uint64 private _generation;
    uint8 public signerCount;
    uint8 public threshold;
    mapping(bytes32 key => bool) private _signers;

    constructor(IMarketMaster master) {
        MASTER = master;
    }

    /// @inheritdoc IDoor
    function isSigner(bytes memory signer) public view returns (bool) {
        if (signer.length == 20 && _firstKey == address(bytes20(signer))) return _firstKey != address(0);
        return _signers[_slot(keccak256(signer))];
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

    function _requireSigned(bytes32 digest, bytes[] memory signers, bytes[] memory signatures) internal view {
        for (uint256 i; i < signers.length; ++i) {
            require(isSigner(signers[i]), DoorNotASigner(signers[i]));
        }
        require(_areValid(digest, signers, signatures), DoorBadSignature());
    }

    function _areSigned(bytes32 digest, bytes[] memory signers, bytes[] memory signatures) internal view returns (bool) {
        for (uint256 i; i < signers.length; ++i) {
            if (!isSigner(signers[i])) return false;
        }
        return _areValid(digest, signers, signatures);
    }

    /// @dev One plain key, as most have it, is recovered without a look at its code; everything else the library checks.
    function _areValid(bytes32 digest, bytes[] memory signers, bytes[] memory signatures) private view returns (bool) {
        if (signers.length == 1 && signatures.length == 1 && signers[0].length == 20) {
            (address key,,) = ECDSA.tryRecover(digest, signatures[0]);
            if (key != address(0) && key == address(bytes20(signers[0]))) return true;
        }
        return SignatureChecker.areValidSignaturesNow(digest, signers, signatures);
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
