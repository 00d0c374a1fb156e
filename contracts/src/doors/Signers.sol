// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IDoor} from "../interfaces/IDoor.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {Signer} from "../libraries/Types.sol";

/// @dev The signers of a door: keys, or registered ERC-7913 verifiers; alone or several of them.
abstract contract Signers is IDoor {
    IMarketMaster public immutable MASTER;

    mapping(bytes32 key => bool) private _signers;
    uint64 private _generation;
    uint8 public signerCount;
    uint8 public threshold;

    constructor(IMarketMaster master) {
        MASTER = master;
    }

    /// @inheritdoc IDoor
    function isSigner(bytes memory signer) public view returns (bool) {
        return _signers[_slot(keccak256(signer))];
    }

    /// @dev No door has fewer signers than this.
    function _fewestSigners() internal pure virtual returns (uint8) {
        return 1;
    }

    function _requireUsable(Signer memory signer) internal view {
        bool plain = signer.x == 0 && signer.y == 0;
        bool known = plain ? signer.key != address(0) : MASTER.isVerifier(signer.key);
        require(known, DoorUnknownVerifier(signer.key));
    }

    function _addSigner(Signer memory signer) internal {
        _requireUsable(signer);
        bytes32 slot = _slotOf(signer);
        require(!_signers[slot], DoorSignerExists(signer.key));
        _signers[slot] = true;
        signerCount += 1;
        emit SignerAdded(signer.key, signer.x, signer.y);
    }

    function _removeSigner(Signer memory signer) internal {
        bytes32 slot = _slotOf(signer);
        require(_signers[slot], DoorNotASigner(_bytesOf(signer)));
        uint8 fewest = threshold < _fewestSigners() ? _fewestSigners() : threshold;
        require(signerCount > fewest, DoorNeedsItsSigners(signerCount - 1, fewest));
        delete _signers[slot];
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
        _generation += 1;
        signerCount = 0;
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
        require(SignatureChecker.areValidSignaturesNow(digest, signers, signatures), DoorBadSignature());
    }

    function _areSigned(bytes32 digest, bytes[] memory signers, bytes[] memory signatures) internal view returns (bool) {
        for (uint256 i; i < signers.length; ++i) {
            if (!isSigner(signers[i])) return false;
        }
        return SignatureChecker.areValidSignaturesNow(digest, signers, signatures);
    }

    function _slotOf(Signer memory signer) private view returns (bytes32) {
        return _slot(keccak256(_bytesOf(signer)));
    }

    function _slot(bytes32 signerHash) private view returns (bytes32) {
        return keccak256(abi.encode(_generation, signerHash));
    }

    function _bytesOf(Signer memory signer) private pure returns (bytes memory) {
        return signer.x == 0 && signer.y == 0
            ? abi.encodePacked(signer.key)
            : abi.encodePacked(signer.key, signer.x, signer.y);
    }
}
